"""One page to print or to paste: how many of what, a map, the incidents told most, what is not placed, who was read.

HTML for A4 without a script. Words enter it through one function, as text.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from pipeline import briefing, browser, card, glyphs, static_map
from pipeline.edition import CREDITS, NO_EDITION, Edition
from pipeline.exports._markup import text
from pipeline.models import Incident, Report
from pipeline.timeline import STATUSES, Coverage, Window
from pipeline.wording import counted, language, numeral, retold, tr

IN_EDITION = True  # write takes an edition
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_STYLE = browser.ASSETS / "snapshot" / "brief.css"
_REASONS, _OUTLETS = 4, 8  # shown; the rest is counted
_RULES = (
    "Disputed: some voice denies or contradicts it. Confirmed: a third party or the side it hurts confirms it. "
    "Corroborated: independent voices report it. Claimed: one side or one official says so. Reported: the outlet "
    "states it or saw it. None of them means that it is true."
)


def write(incidents: Iterable[Incident], stream: TextIO, edition: Edition = NO_EDITION) -> None:
    """Writes the page. Of many incidents it counts all, maps all that are placed, and tells the first few."""
    found = sorted(incidents, key=lambda one: (one.when.first, one.id))
    days, coverage = edition.window(found), edition.covered()
    lines = [
        "<!doctype html>",
        f'<html lang="{language()}">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{text(tr('Situation brief'))}, {text(_days(days))}</title>",
        f"<style>{_STYLE.read_text(encoding='utf-8')}</style>",
        "</head>",
        "<body>",
        *_head(found, edition, days),
        '<div class="top"><figure>',
        *_map(found),
        "</figure><div>",
        *_counts(found),
        *_coverage(coverage, days),
        "</div></div>",
        *_told(found),
        *_unplaced(found),
        f"<footer><p>{text(tr(_RULES))}</p><p>{text(tr(CREDITS))}</p></footer>",
        "</body>",
        "</html>",
    ]
    stream.write("\n".join(lines) + "\n")


def _head(found: Sequence[Incident], edition: Edition, days: Window | None) -> Iterator[str]:
    articles = len({report.article_sha256 for one in found for report in one.reports})
    read = counted(articles, "in {n} article", "in {n} articles")
    said = (_days(days), f"{_incidents(len(found))} {read}", *edition.chosen)
    yield f"<header><h1>{text(tr('Situation brief'))}</h1><p>{' · '.join(map(text, said))}</p>"
    if cap := edition.cap(len(found)):
        yield f'<p class="cap">{text(cap)}</p>'
    yield f'<p class="warning">{text(edition.warning())}</p></header>'


def _map(found: Sequence[Incident]) -> Iterator[str]:
    drawn = static_map.frame(found)
    placed = [one.location for one in found if one.location]
    outside = sum(not drawn.holds(place.latitude, place.longitude) for place in placed)
    yield static_map.svg(found, drawn)
    told = tr("{incidents} on the map", incidents=_incidents(len(placed) - outside))
    told += tr(", {n} more outside its frame", n=numeral(outside)) if outside else ""
    signs = tr("Dotted circle: known to an area only. Broken ring: disputed.")
    yield f"<figcaption>{text(f'{told}. {signs}')}</figcaption>"


def _counts(found: Sequence[Incident]) -> Iterator[str]:
    """Kinds by status, with sums; a dash stands for none."""
    rows = briefing.table(found)
    heads = "".join(f'<th scope="col">{text(tr(status))}</th>' for status in (*STATUSES, "all"))
    yield f'<table><thead><tr><th scope="col">{text(tr("What"))}</th>{heads}</tr></thead><tbody>'
    for row in rows:
        mark = f'<svg viewBox="0 0 16 16" aria-hidden="true">{glyphs.glyph(row.kind, 8, 8, 5)}</svg>'
        yield f'<tr><th scope="row">{mark}{text(tr(row.label))}</th>{_cells([*row.counts, sum(row.counts)])}</tr>'
    sums = [sum(row.counts[n] for row in rows) for n in range(len(STATUSES))]
    yield f'<tr class="sum"><th scope="row">{text(tr("All"))}</th>{_cells([*sums, sum(sums)])}</tr></tbody></table>'


def _coverage(coverage: Sequence[Coverage], days: Window | None) -> Iterator[str]:
    if not coverage or days is None:
        return
    told = briefing.outlets(coverage)
    names = [f"{name or tr('outlet not named')} {numeral(count)}" for name, count in told[:_OUTLETS]]
    if len(told) > _OUTLETS:
        names.append(counted(len(told) - _OUTLETS, "{n} more outlet", "{n} more outlets"))
    length, silent = (days.last - days.first).days + 1, briefing.silent_days(coverage, days)
    read = counted(sum(count for _, count in told), "{n} article", "{n} articles")
    days_ = counted(length, "{n} day", "{n} days")
    calm = tr("No article on {silent} of {days}: silence, not calm.", silent=numeral(silent), days=days_)
    said = text(f"{read}: {', '.join(names)}. {calm}")
    yield f'<p class="read"><b>{text(tr("Read:"))}</b> {said}</p>'


def _told(found: Sequence[Incident]) -> Iterator[str]:
    chosen = briefing.first(found)
    rest = len(found) - len(chosen)
    if not chosen:
        return
    few = tr("{n} of {incidents}", n=len(chosen), incidents=_incidents(len(found)))
    yield f"<h2>{text(few if rest else tr('Incidents'))}"
    yield f"<small>{text(tr(briefing.ORDER))}</small></h2>" if rest else "</h2>"
    yield '<div class="told">'
    for one in chosen:
        where = card.where(one.location) if one.location else tr("not placed")
        radius = tr(", within {n} km", n=max(1, round(one.location.uncertainty_km))) if one.location else ""
        status = f'<i class="{one.status}">{text(tr(one.status))}</i>'
        yield f"<article><h3>{text(one.headline)}, {text(card.days(one.when))} {status}</h3>"
        yield f'<p class="why">{text(card.how_sure(one))} {text(where + radius)}.</p>'
        for report in briefing.voices(one):
            yield _quote(report)
        yield "</article>"
    yield "</div>"


def _quote(report: Report) -> str:
    outlet = report.source or tr("outlet not named")
    said = f"{tr(card.STANCES[report.stance])}: {card.voice(report)} · {outlet}, {card.date(report.published)}"
    return f"<blockquote>{text(briefing.cut(report.quote))}<cite>{text(said)}</cite></blockquote>"


def _unplaced(found: Sequence[Incident]) -> Iterator[str]:
    reasons = briefing.unplaced(found)
    if not reasons:
        return
    named = [f"{text(retold(reason))} ({numeral(count)})" for reason, count in reasons[:_REASONS]]
    if len(reasons) > _REASONS:
        named.append(f"{text(tr('other reasons'))} ({numeral(sum(count for _, count in reasons[_REASONS:]))})")
    all_ = _incidents(sum(count for _, count in reasons))
    why = tr("{incidents} whose place cannot be defended, never put on a guess. Why:", incidents=all_)
    yield f'<p class="unplaced"><b>{text(tr("Not on the map:"))}</b> {text(why)} {"; ".join(named)}.</p>'


def _cells(counts: Iterable[int]) -> str:
    return "".join(f"<td>{numeral(count)}</td>" if count else "<td>–</td>" for count in counts)


def _days(days: Window | None) -> str:
    return card.window(days.first, days.last) if days else tr("no days")


def _incidents(number: int) -> str:
    return counted(number, "{n} incident", "{n} incidents")
