"""Who says so, who confirms, who denies and who is silent: an incident's voices in four columns, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.models import Report, Side
from pipeline.wording import tr

# Column, its label, and the stances that stand in it.
_COLUMNS = (
    ("told", "Say so", ("states", "witnesses", "claims")),
    ("confirmed", "Confirm", ("confirms",)),
    ("denied", "Deny", ("denies",)),
    ("silent", "Silent", ("no_comment", "could_not_verify")),
)
_SIDES: tuple[tuple[Side, str], ...] = (
    ("ukraine", "Ukrainian side"),
    ("russia", "Russian side"),
    ("third", "third parties"),
)
_HOW = {"witnesses": "saw it", "no_comment": "gave no comment", "could_not_verify": "could not verify it"}
_UNNAMED = "outlet not named"


@dataclass(frozen=True, slots=True)
class Column:
    """One of the four: how many voices stand in it, and each in words. A voice that speaks twice counts once."""

    key: str
    label: str
    count: int
    voices: tuple[str, ...]


def columns(reports: Sequence[Report]) -> tuple[Column, ...]:
    """The four columns, always in the same order. Under "Silent", also the sides of which nothing is read here.

    That is said of the articles that were read, never of the side: it may have spoken elsewhere.
    """
    found = []
    for key, label, stances in _COLUMNS:
        voices = dict.fromkeys(_voice(each) for each in reports if each.stance in stances)
        told = tuple(voices)
        if key == "silent":
            told = (*told, *_unheard(reports))
        found.append(Column(key, tr(label), len(voices), told))
    return tuple(found)


def _voice(report: Report) -> str:
    """'the mayor (Ukrainian side)', 'The Paper, in its own voice', 'an official: could not verify it'."""
    if report.claimant_side == "outlet" or not report.claimant:
        outlet = report.claimant or report.source or tr(_UNNAMED)
        who = tr("{source}, in its own voice", source=outlet) if report.claimant_side == "outlet" else tr("not named")
    else:
        side = {"ukraine": "Ukrainian side", "russia": "Russian side", "third": "third party"}.get(report.claimant_side)
        who = f"{report.claimant} ({tr(side or 'side not known')})"
    return f"{who}: {tr(_HOW[report.stance])}" if report.stance in _HOW else who


def _unheard(reports: Sequence[Report]) -> tuple[str, ...]:
    heard = {each.claimant_side for each in reports}
    return tuple(tr("{side}: nothing in these articles", side=tr(name)) for side, name in _SIDES if side not in heard)
