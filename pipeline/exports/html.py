"""One HTML file that holds the map, its slider and every quote, and works from a disk without a network.

The page's own script and styles draw it. Words travel as JSON and enter the page as text; a content security policy
lets nothing be fetched and no script run but ours.
"""

import re
from collections.abc import Iterable, Sequence
from typing import TextIO

from pipeline import browser, card, snapshot
from pipeline.edition import CREDITS, NO_EDITION, Edition
from pipeline.exports import _markup
from pipeline.models import Incident
from pipeline.timeline import Window
from pipeline.wording import counted, language, table, tr

IN_EDITION = True  # write takes an edition
_HOST = browser.ASSETS / "snapshot"
_CUBE = "cube-snapshot.json"
_FONT_FACE = re.compile(r"@font-face \{[^}]*\}\s*")


def write(incidents: Iterable[Incident], stream: TextIO, edition: Edition = NO_EDITION) -> None:
    """Writes the page. Of more incidents than fit it holds the newest, and says how many it leaves out."""
    kept, left_out = snapshot.newest(incidents)
    days = edition.window(kept)
    page = snapshot.page(kept, edition, days)
    files = {name: content.decode() for name, content in browser.sources() if name.endswith((".json", ".js", ".css"))}
    scripts = [_markup.script(files[name]) for name in browser.SCRIPTS]
    scripts.append(_markup.script((_HOST / "snapshot.js").read_text(encoding="utf-8")))
    policy = (
        "default-src 'none'; img-src data: blob:; font-src data:; style-src 'unsafe-inline'; "
        f"script-src {' '.join(source for _, source in scripts)}; base-uri 'none'; form-action 'none'"
    )
    lines = [
        "<!doctype html>",
        f'<html lang="{language()}">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{_markup.text(tr('Situation Map'))}, {_markup.text(_days(days))}</title>",
        f"<style>{_styles(files)}</style>",
        "</head>",
        "<body>",
        *_frame(kept, left_out, edition, days),
        _markup.data("view", {"cube": _CUBE, "cards": page.cards, "start": page.start}),
        _markup.data(f"file:{_CUBE}", page.cube),
        _markup.data("words", {"language": language(), "words": table(language())}),
        *(_markup.held(f"file:{name}", written) for name, written in files.items() if name.startswith("base/")),
        *(element for element, _ in scripts),
        "</body>",
        "</html>",
    ]
    stream.write("\n".join(lines) + "\n")


def _styles(files: dict[str, str]) -> str:
    """Leaflet's, the map's and our own, with the typeface for small print inside. Headings take the reader's serif."""
    sans = browser.font("sans")
    faces = _markup.font("Situation Sans", sans) if sans else ""
    own = (_HOST / "snapshot.css").read_text(encoding="utf-8")
    return "\n".join([faces, files["leaflet.css"], _FONT_FACE.sub("", files["map.css"]), own])


def _frame(kept: Sequence[Incident], left_out: int, edition: Edition, days: Window | None) -> Iterable[str]:
    """What stands around the map and can be read without it."""
    articles = len({report.article_sha256 for one in kept for report in one.reports})
    incidents = counted(len(kept), "{n} incident", "{n} incidents")
    said = [_days(days), f"{incidents} {counted(articles, 'in {n} article', 'in {n} articles')}", *edition.chosen]
    yield f"<header><h1>{_markup.text(tr('Situation Map'))}</h1><p>{' · '.join(map(_markup.text, said))}</p>"
    if cap := edition.cap(len(kept), left_out):
        yield f'<p class="cap">{_markup.text(cap)}</p>'
    yield f'<p class="warning">{_markup.text(edition.warning())}</p></header>'
    yield (
        '<main><div id="frame"><div id="root"><div id="parent"><div class="float-child"><div id="map_div"></div></div>'
        f'</div></div></div><aside id="side" aria-label="{_markup.text(tr("Incidents"))}"></aside></main>'
    )
    yield f"<noscript><p>{_markup.text(tr('The map needs scripts, which this reader does not run.'))}</p></noscript>"
    yield f"<footer>{_markup.text(tr(CREDITS))}</footer>"


def _days(days: Window | None) -> str:
    return card.window(days.first, days.last) if days else tr("no days")
