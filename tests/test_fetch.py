"""What is fetched, from where, and above all what is not. Only a server on this machine is ever asked."""

import http.server
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from pipeline import fetch as fetching
from pipeline.errors import FetchError
from pipeline.fetch import Limits, fetch, is_public

HERE = Limits(allow_http=True, allow_private=True, seconds=5.0)


class Site:
    """A web server whose answers a test sets by path, and which remembers what it was asked for."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[str] = []
        self.slow: Callable[[http.server.BaseHTTPRequestHandler], None] | None = None
        site = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                if site.slow:
                    return site.slow(self)
                status, headers, body = site.answers.get(self.path, (404, {}, b""))
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)
                return None

            def log_message(self, *_: object) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]

    def at(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def gives(self, path: str, body: bytes, *, status: int = 200, **headers: str) -> str:
        self.answers[path] = (status, {name.replace("_", "-"): value for name, value in headers.items()}, body)
        return self.at(path)


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    thread = threading.Thread(target=made.server.serve_forever, daemon=True)
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join()


def test_what_is_there_comes_back_with_its_charset(site):
    url = site.gives("/a?b=c", "Сміла".encode("cp1251"), Content_Type="text/html; charset=windows-1251")
    found = fetch(url, HERE)
    assert (found.url, found.data, found.charset) == (url, "Сміла".encode("cp1251"), "windows-1251")


def test_a_redirect_is_followed_within_its_scheme(site):
    target = site.gives("/b", b"here")
    assert fetch(site.gives("/a", b"", status=302, Location="/b"), HERE) == fetch(target, HERE)


@pytest.mark.parametrize("url", ["https://127.0.0.1/", "ftp://127.0.0.1/", "file:///etc/passwd", "//127.0.0.1/x"])
def test_a_redirect_to_another_scheme_is_not_followed(site, url):
    start = site.gives("/a", b"", status=301, Location=url)
    if url.startswith("//"):
        site.gives("/x", b"")
        url = f"//127.0.0.1:{site.port}/missing"
        start = site.gives("/a", b"", status=301, Location=url)
    with pytest.raises(FetchError, match=r"another scheme|answered 404"):
        fetch(start, HERE)


def test_a_redirect_is_checked_like_the_first_address(site, monkeypatch):
    """A public page may point at this machine."""
    start = site.gives("/a", b"", status=302, Location=site.at("/secret"))
    checked = iter([True, False])
    monkeypatch.setattr(fetching, "is_public", lambda _: next(checked))
    with pytest.raises(FetchError, match="no public address"):
        fetch(start, replace(HERE, allow_private=False))
    assert site.asked == ["/a"]


def test_redirects_in_a_circle_end(site):
    with pytest.raises(FetchError, match="more than 5 redirects"):
        fetch(site.gives("/a", b"", status=302, Location="/a"), HERE)


@pytest.mark.parametrize(
    "url",
    [
        *("http://127.0.0.1/", "https://127.0.0.1/", "https://localhost/", "https://[::1]/", "https://0.0.0.0/"),
        *("https://10.1.2.3/", "https://169.254.169.254/latest", "https://[::ffff:127.0.0.1]/", "https://2130706433/"),
    ],
)
def test_this_machine_and_private_networks_are_refused_unless_allowed(url, monkeypatch):
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: pytest.fail("it connected"))
    with pytest.raises(FetchError, match="--allow-private"):
        fetch(url, Limits(allow_http=True))


@pytest.mark.parametrize(
    ("address", "public"),
    [
        *((each, False) for each in ("127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254")),
        *((each, False) for each in ("100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255", "::", "::1")),
        *((each, False) for each in ("fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:10.0.0.1", "64:ff9b::7f00:1")),
        *((each, False) for each in ("2002:7f00:1::", "2001:0:4136::1", "words", "")),
        *((each, False) for each in ("::127.0.0.1", "fec0::1")),
        *((each, True) for each in ("93.184.216.34", "2606:4700::1111", "::ffff:93.184.216.34")),
    ],
)
def test_public_addresses_are_told_from_all_others(address, public):
    assert is_public(address) is public


def test_one_private_address_among_public_ones_is_enough_to_refuse(monkeypatch):
    found = [(socket.AF_INET, 1, 6, "", (each, 443)) for each in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: pytest.fail("it connected"))
    with pytest.raises(FetchError, match=r"10\.0\.0\.1"):
        fetch("https://example.org/", Limits())


def test_the_connection_goes_to_the_address_that_was_checked(site, monkeypatch):
    """A name that stands for something else a moment later is not asked again."""
    asked: list[str] = []

    def once(host: str, port: int, *_: object, **__: object) -> list:
        asked.append(host)
        return [(socket.AF_INET, 1, 6, "", ("127.0.0.1", port))]

    site.gives("/", b"here")
    monkeypatch.setattr(fetching.socket, "getaddrinfo", once)
    real = socket.create_connection
    gone: list[tuple] = []
    monkeypatch.setattr(
        fetching.socket, "create_connection", lambda address, timeout: gone.append(address) or real(address, timeout)
    )
    fetch(f"http://rebound.example:{site.port}/", HERE)
    assert asked.count("rebound.example") == 1
    assert gone == [("127.0.0.1", site.port)]


def test_a_name_that_stands_for_many_addresses_takes_no_longer_than_one(monkeypatch):
    tried: list[float] = []
    now = iter(range(0, 10_000, 4))

    def unreachable(_: object, timeout: float) -> None:
        tried.append(timeout)
        raise TimeoutError

    found = [(socket.AF_INET, 1, 6, "", (f"93.184.216.{n}", 443)) for n in range(200)]
    monkeypatch.setattr(fetching.socket, "getaddrinfo", lambda *_, **__: found)
    monkeypatch.setattr(fetching.socket, "create_connection", unreachable)
    monkeypatch.setattr(fetching.time, "monotonic", lambda: next(now))
    with pytest.raises(FetchError, match="can't be reached"):
        fetch("https://example.org/", Limits(seconds=10.0))
    assert len(tried) < 5
    assert max(tried) <= 10.0


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://example.org/", "--allow-http"),
        ("ftp://example.org/", "only https"),
        ("file:///etc/passwd", "only https"),
        ("https:///path", "host"),
        ("https://user:secret@example.org/", "without user"),
        ("https://example.org:port/", "no address"),
        ("https://[::1/", "no address"),
    ],
)
def test_addresses_of_other_sorts_are_refused_before_anything_is_asked(url, words, monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: pytest.fail("it was looked up"))
    with pytest.raises(FetchError, match=words):
        fetch(url, Limits())


def test_more_than_the_limit_is_refused_however_it_is_stated(site):
    limits = replace(HERE, max_bytes=1000)
    with pytest.raises(FetchError, match="more than 1,000 bytes"):
        fetch(site.gives("/a", b"x" * 1001), limits)
    assert len(fetch(site.gives("/b", b"x" * 1000), limits).data) == 1000


def test_a_page_that_ends_early_is_no_page(site):
    with pytest.raises(FetchError, match=r"ended before|can't be fetched"):
        fetch(site.gives("/a", b"half", Content_Length="8"), replace(HERE, seconds=1.0))


def test_packed_content_is_refused_unopened(site):
    with pytest.raises(FetchError, match="packed as 'gzip'"):
        fetch(site.gives("/a", b"\x1f\x8b", Content_Encoding="gzip"), HERE)


@pytest.mark.parametrize("status", [204, 403, 404, 500])
def test_other_answers_are_said(site, status):
    with pytest.raises(FetchError, match=str(status)):
        fetch(site.gives("/a", b"", status=status), HERE)


@pytest.mark.parametrize("part", ["head", "body"])
def test_a_server_that_drips_is_cut_off(site, part):
    """Each byte comes in time, the page never does."""

    def drip(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + (b"Content-Length: 9999\r\n\r\n" if part == "body" else b"X: "))
        try:
            for _ in range(600):
                handler.wfile.write(b"x")
                handler.wfile.flush()
                time.sleep(0.1)
        except OSError:
            pass

    site.slow = drip
    with pytest.raises(FetchError):
        fetch(site.at("/a"), replace(HERE, seconds=0.5))


def test_a_port_where_nobody_answers_is_said():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(FetchError, match="can't be reached"):
        fetch(f"http://127.0.0.1:{port}/", HERE)
