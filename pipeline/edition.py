"""What a page made to be shared says of itself beside the incidents: when it was made, and which days it is of."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline import card
from pipeline.address import View
from pipeline.dossier import Find
from pipeline.models import Article, Incident, Report
from pipeline.timeline import Coverage, Window
from pipeline.wording import numeral, tr

WARNING = (
    "Nobody has checked this. Incidents are read out of news articles by rules, and rules misread. Open the quotes "
    "before you rely on a marker; no marker does not mean that nothing happened."
)
CREDITS = (
    "Base map: Natural Earth, public domain. Places: GeoNames, CC BY 4.0. Made with Situation Map. "
    "Quotes belong to their authors."
)
MOST = 2_000  # incidents of one page; with their quotes about eight megabytes, which every browser and mail still takes
_AS_OPENED = View()


def nowhere(_: Report) -> Article | None:
    """None: no article is at hand."""
    return None


@dataclass(frozen=True, slots=True)
class Edition:
    """How the incidents were chosen, and what stands around them. Everything may be left out."""

    made: dt.date | None = None
    since: dt.date | None = None  # first day asked for
    until: dt.date | None = None  # last day asked for
    chosen: tuple[str, ...] = ()  # the filters in words: "kind: strike"
    view: View = _AS_OPENED  # where the map stands, and how its bars are stacked
    coverage: tuple[Coverage, ...] = ()  # the articles by day and outlet
    left_out: int = 0  # incidents that were chosen too, but are too many; older than those given
    find: Find = nowhere  # the article of a report, for the sentences around its quote

    def covered(self) -> tuple[Coverage, ...]:
        """The articles of the days asked for."""
        return tuple(
            one
            for one in self.coverage
            if (self.since is None or one.published >= self.since)
            and (self.until is None or one.published <= self.until)
        )

    def cap(self, kept: int, left_out: int = 0) -> str | None:
        """What the page says where it does not hold all that was chosen; None where it does."""
        if not (missing := self.left_out + left_out):
            return None
        said = (
            "Only the newest {kept} incidents are in this file; {missing} older ones are left out. "
            "Choose fewer days or a filter to have them all."
        )
        return tr(said, kept=numeral(kept), missing=numeral(missing))

    def warning(self) -> str:
        """When it was made, and what a reader of it must know."""
        made = tr("Made on {day}.", day=card.date(self.made)) + " " if self.made else ""
        return made + tr(WARNING)

    def window(self, incidents: Iterable[Incident]) -> Window | None:
        """The days asked for; an end not given is that of incidents and articles. None where there is none."""
        days = [one.published for one in self.covered()]
        for incident in incidents:
            days += [incident.when.first, incident.when.last]
        first, last = self.since or min(days, default=self.until), self.until or max(days, default=self.since)
        return Window(first, last) if first and last and first <= last else None


def in_words(chosen: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Filters as they stand on the page: 'status: claimed, disputed'. Those that choose nothing are left out."""
    return tuple(f"{name}: {', '.join(values)}" for name, values in chosen.items() if values)


NO_EDITION = Edition()
