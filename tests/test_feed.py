"""A feed's entries become articles, dated as the page or the feed says and never otherwise."""

import datetime as dt
from pathlib import Path

import pytest

from pipeline import feed
from pipeline.__main__ import main
from pipeline.errors import FetchError, ReaderError
from pipeline.feed import Entry
from pipeline.fetch import Fetched
from pipeline.settings import Settings
from pipeline.store import Store
from tests.test_cli import quick  # noqa: F401 a fixture
from tests.test_fetch import Site, site  # noqa: F401 a fixture
from tests.test_readers import PUBLISHED, page

TODAY = dt.date(2026, 1, 1)
DAY = dt.date(2022, 2, 26)
URL = "https://example.org/news/1"


def rss(*items: str) -> bytes:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>{"".join(items)}</channel></rss>'.encode()


def item(url: str = URL, date: str = "<pubDate>Sat, 26 Feb 2022 23:30:00 -0500</pubDate>", title: str = "A") -> str:
    return f"<item><title>{title}</title><link>{url}</link>{date}</item>"


ATOM = f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>
<entry><title>A</title><link href="{URL}"/><published>2022-02-26T23:30:00-05:00</published>
<updated>2022-03-01T00:00:00Z</updated></entry>
<entry><title>B</title><link href="{URL}2"/><updated>2022-03-01T00:00:00Z</updated></entry></feed>""".encode()


def test_entries_of_rss_bear_the_day_as_written():
    assert feed.entries(rss(item())) == (Entry(URL, DAY, "A"),)


def test_the_last_change_of_an_atom_entry_is_no_day_of_publication():
    assert feed.entries(ATOM) == (Entry(URL, DAY, "A"), Entry(f"{URL}2", None, "B"))


@pytest.mark.parametrize("date", ["", "<pubDate>yesterday</pubDate>", "<pubDate>2022-02-30</pubDate>"])
def test_an_entry_without_a_day_that_can_be_read_has_none(date):
    assert feed.entries(rss(item(date=date)))[0].published is None


def test_an_entry_without_an_address_is_passed_over():
    assert feed.entries(rss("<item><title>A</title></item>", item())) == (Entry(URL, DAY, "A"),)


@pytest.mark.parametrize("data", [b"", b"words", b"<html><body>x</body></html>", b"\0\xff", b"<rss", b"{}"])
def test_what_is_no_feed_is_refused(data):
    with pytest.raises(ReaderError, match="no RSS or Atom feed"):
        feed.entries(data)


def test_entities_that_blow_up_are_not_opened():
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "x">{levels}]><rss version="2.0">&e9;</rss>'
    with pytest.raises(ReaderError, match="entities"):
        feed.entries(bomb.encode())


def test_entities_in_utf_16_are_not_opened_either():
    bomb = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE rss [<!ENTITY e "x">]><rss version="2.0">&e;</rss>'
    with pytest.raises(ReaderError, match="entities"):
        feed.entries(bomb.encode("utf-16"))


def test_a_feed_that_names_a_file_does_not_open_it(tmp_path):
    """A server may answer with nothing but the path of something on the reader's disk."""
    secret = tmp_path / "feed.xml"
    secret.write_bytes(rss(item()))
    with pytest.raises(ReaderError, match="no RSS or Atom feed"):
        feed.entries(str(secret).encode())


def read(*found: Entry, pages: dict[str, str | bytes], charset: str | None = None, **options):
    asked: list[str] = []

    def fetch(url: str) -> Fetched:
        asked.append(url)
        if url not in pages:
            raise FetchError(f"{url}: the server answered 404.")
        data = pages[url]
        return Fetched(url, data.encode() if isinstance(data, str) else data, charset)

    return feed.read(found, fetch, today=TODAY, settings=Settings(), **options), asked


def test_an_entrys_page_becomes_an_article_with_the_feeds_address():
    reading, _ = read(Entry(URL, None, "A"), pages={URL: page(PUBLISHED)})
    (one,) = reading.articles
    assert (one.published, one.url, one.name) == (DAY, URL, "example.org/news/1")
    assert "shelled Kharkiv" in one.text


def test_the_feeds_day_stands_in_where_the_page_declares_none():
    reading, _ = read(Entry(URL, DAY, "A"), pages={URL: page()})
    assert reading.articles[0].published == DAY


def test_without_any_day_the_article_is_refused():
    reading, _ = read(Entry(URL, None, "A"), pages={URL: page()})
    assert reading.articles == ()
    assert "none is guessed" in reading.rejections[0].reason


def test_where_page_and_feed_disagree_the_article_is_refused():
    reading, _ = read(Entry(URL, dt.date(2022, 3, 2), "A"), pages={URL: page(PUBLISHED)})
    assert "two different dates, 2022-02-26 and 2022-03-02" in reading.rejections[0].reason


def test_a_page_in_another_charset_is_read_as_its_server_says():
    words = page(PUBLISHED, "<p>Сміла, обстріл, Черкаська область.</p>").encode("cp1251")
    reading, _ = read(Entry(URL, None, "A"), pages={URL: words}, charset="windows-1251")
    assert "Черкаська область" in reading.articles[0].text


def test_what_can_not_be_fetched_leaves_the_others():
    other = f"{URL}2"
    reading, asked = read(Entry(URL, DAY, "A"), Entry(other, DAY, "B"), pages={other: page()})
    assert [one.url for one in reading.articles] == [other]
    assert "404" in reading.rejections[0].reason
    assert asked == [URL, other]


def test_known_addresses_are_not_asked_for_and_waits_lie_between_the_others():
    waits: list[None] = []
    urls = [f"{URL}{n}" for n in range(4)]
    found = [Entry(url, DAY, None) for url in [*urls, urls[1]]]
    pages = {url: page(body=f"<p>Of story {n}.</p>") for n, url in enumerate(urls)}
    _, asked = read(*found, pages=pages, known=urls[:1], wait=lambda: waits.append(None))
    assert asked == urls[1:]
    assert len(waits) == 2


# --- on the command line --------------------------------------------------------------------------------------------


@pytest.fixture
def news(site: Site, tmp_path: Path, quick: None):  # noqa: F811
    """A function: runs `feed` on a feed of two articles on this machine."""
    links = [site.gives(f"/{n}", page(PUBLISHED, f"<p>Of story {n}.</p>").encode()) for n in range(2)]
    url = site.gives("/feed", rss(*(item(link, "") for link in links)))

    def run(*options: str, feed: str = url) -> int:
        common = ("--store", str(tmp_path / "s"), "--pause", "0", "--allow-http", "--allow-private")
        return main(["feed", feed, *common, *options])

    return run


def test_a_feeds_articles_are_added_and_not_fetched_again(news, site, tmp_path, capsys):  # noqa: F811
    assert news() == 0
    assert "2 articles read, 2 of them new" in capsys.readouterr().err
    site.asked.clear()
    assert news() == 0
    assert site.asked == ["/feed"]
    with Store.open(tmp_path / "s", readonly=True) as store:
        assert len(store.articles()) == 2


def test_a_changed_article_replaces_what_it_said(news, site, capsys):  # noqa: F811
    news()
    site.gives("/0", page(PUBLISHED, "<p>Corrected.</p>").encode())
    assert news("--again") == 0
    err = capsys.readouterr().err
    assert f"changed: 127.0.0.1:{site.port}/0 (2022-02-26)" in err


def test_a_saved_feed_will_do(news, site, tmp_path, capsys):  # noqa: F811
    (tmp_path / "feed.xml").write_bytes(rss(item(site.at("/1"), "")))
    assert news(feed=str(tmp_path / "feed.xml")) == 0
    assert "1 articles read, 1 of them new" in capsys.readouterr().err


def test_private_addresses_and_http_are_refused_by_default(site, tmp_path, capsys):  # noqa: F811
    (tmp_path / "feed.xml").write_bytes(rss(item(site.at("/1")), item("https://127.0.0.1/2")))
    assert main(["feed", str(tmp_path / "feed.xml"), "--store", str(tmp_path / "s"), "--pause", "0"]) == 1
    err = capsys.readouterr().err
    assert "--allow-http" in err
    assert "--allow-private" in err
    assert site.asked == []


@pytest.mark.parametrize("name", ["missing.xml", "\0"])
def test_no_feed_is_said(tmp_path, name, capsys):
    assert main(["feed", name, "--store", str(tmp_path / "s")]) == 2
    assert "Name a feed" in capsys.readouterr().err


@pytest.mark.parametrize("options", [["--most", "0"], ["--pause", "-1"], ["--every", "0"]])
def test_wrong_usage_is_said(options):
    with pytest.raises(SystemExit) as ended:
        main(["feed", "x", *options])
    assert ended.value.code == 2
