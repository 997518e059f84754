"""A saved web page: the story without its menus, and the day that the page itself declares."""

import datetime as dt
import logging
import re
import warnings
from collections.abc import Iterator

import trafilatura
from lxml import etree
from lxml import html as lxml_html
from trafilatura.settings import Document

from pipeline.errors import ReaderError
from pipeline.readers._decode import decode
from pipeline.readers._draft import Draft, Parsed, day

# Searching a page's whole text for something like a date puts a copyright year or a date in the story in its place
# ("2022-02-30" became 2022-02-01), so only what is declared as the day of publication counts, the surest first.
_META = (
    *("article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date", "sailthru.date"),
    *("article.published", "publish-date", "publish_date", "pubdate", "publication_date", "dc.date.issued"),
    *("dcterms.created", "dc.date", "date"),
)
_LINKED = re.compile(r'"datePublished"\s*:\s*"([^"]{1,40})"')
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# The parser compares each attribute with all others of its element, so 100,000 in one would take minutes. Each stands
# between characters of this set; counting what is different between them bounds the attributes from above.
_NAME = re.compile(r"[^\t\n\f\r />=]+")
_MAX_NAMES = 30_000
# The extractor looks for a day of its own, which is not asked for here; to try all its ways of writing one took three
# seconds of processor time for a page of half a kilobyte.
_QUICK = {"extensive_search": False, "outputformat": "%Y-%m-%d"}
_MAX_NODES = 60_000  # the extractor takes a second for 20,000; a news page has 3,000

for _name in ("trafilatura", "htmldate", "courlan", "readability", "justext"):
    logging.getLogger(_name).addHandler(logging.NullHandler())  # what they say, our own messages say better


def parse(data: bytes, name: str, *, published: dt.date | None = None) -> Parsed:
    """One article. Raises ReaderError where the page has no story or declares no day.

    published is the day that a feed states: it stands in for one that the page does not declare, and must not be
    more than a day from one that it does.
    """
    text = decode(data, declares_charset=True)
    if not text.strip("\ufeff \t\r\n"):
        raise ReaderError("the file is empty. Save the whole web page, or its text with a first line: date 2022-02-26")
    tree = _tree(text)
    declared = _published(tree, published)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of dates on the page that are not asked for here
            document = trafilatura.bare_extraction(
                tree, with_metadata=True, include_comments=False, date_extraction_params=_QUICK
            )
    except Exception as error:  # what a hostile page makes foreign code raise can't be listed
        raise ReaderError(
            f"the page could not be taken apart ({type(error).__name__}). "
            "Save its text with a first line such as: date 2022-02-26"
        ) from None
    if not isinstance(document, Document) or not (document.text or "").strip():
        raise ReaderError("no story was found on the page. Save its text with a first line such as: date 2022-02-26")
    # Paragraphs come back one line each; a blank line between them is how every other format has it.
    story = re.sub(r"\n+", "\n\n", (document.text or "").strip())
    source = document.sitename or document.hostname
    yield None, Draft(story, 0, declared, document.title, source, document.url)


def _tree(text: str) -> lxml_html.HtmlElement:
    names = len({match[0] for match in _NAME.finditer(text)})
    if names > _MAX_NAMES:
        raise ReaderError(
            f"found {names:,} different words and names on the page, but at most {_MAX_NAMES:,} are allowed. "
            "Save the story alone."
        )
    try:
        parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        tree = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise ReaderError("found no HTML that can be read. Save the web page again.") from None
    nodes = sum(1 for _ in tree.iter())
    if nodes > _MAX_NODES:
        raise ReaderError(
            f"found {nodes:,} elements on the page, but at most {_MAX_NODES:,} are allowed. Save the story alone."
        )
    return tree


def _published(tree: lxml_html.HtmlElement, stated: dt.date | None) -> dt.date:
    """The declared day. Raises ReaderError where there is none or the page contradicts itself or the day stated."""
    declared = [found for value in _declared(tree) if (found := value.strip())]
    if not declared and stated is None:
        raise ReaderError(
            "the page declares no day of publication (meta article:published_time, JSON-LD datePublished or "
            "time datetime), and none is guessed. Save its text with a first line such as: date 2022-02-26"
        )
    days = [day(match[0]) for value in declared if (match := _DAY.match(value))]
    all_days = [*days, stated] if stated else days
    # the same instant may be two days, one in UTC and one local: then the first, surest one stands
    if all_days and (max(all_days) - min(all_days)).days > 1:
        raise ReaderError(
            f"found two different dates, {min(all_days)} and {max(all_days)}, but one is allowed. "
            "Save the page's text with a first line such as: date 2022-02-26"
        )
    if days or stated is None:
        return days[0] if days else day(declared[0])
    return stated


def _declared(tree: lxml_html.HtmlElement) -> Iterator[str]:
    metas: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        key = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        metas.setdefault(key.lower(), []).append(meta.get("content") or "")
    surest = [value for key in _META for value in metas.get(key, [])]
    surest += [value for script in tree.iter("script") for value in _linked(script)]
    if surest:
        yield from surest
        return
    times = list(tree.iter("time"))
    marked = [time for time in times if time.get("itemprop") == "datePublished" or time.get("pubdate") is not None]
    for time in marked or times:
        yield time.get("datetime") or ""


def _linked(script: lxml_html.HtmlElement) -> list[str]:
    if "ld+json" not in (script.get("type") or ""):
        return []
    return _LINKED.findall(script.text or "")
