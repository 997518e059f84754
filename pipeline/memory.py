"""What an article has named so far: the one thing that changes while it is read."""

import datetime as dt
from dataclasses import dataclass, field, replace

from gazetteer.context import Context
from gazetteer.lookup import Lookup
from gazetteer.place import Place
from gazetteer.resolve import Clues, Resolution, resolve
from pipeline.models import Location

_AT_WAR = ("UA", "RU", "BY", "MD")  # ISO codes: whose towns are hit in one war, from whose soil, or next door to it


@dataclass(slots=True)
class Question:
    """What a name means, asked where it first stands with what is known there, and weighed once that is needed."""

    candidates: tuple[Place, ...]
    clues: Clues
    text: str
    start: int  # code point in the article
    doubt: str | None = None  # why it is left open whatever it is
    answer: Resolution | None = None

    def weighed(self, context: Context | None) -> Resolution:
        """The answer, which stays the same. context is that of the article."""
        if self.answer is None:
            support = context.supports(self.text, self.candidates, self.start) if context else ()
            found = resolve(self.candidates, self.clues, support)
            self.answer = replace(found, ambiguous=True, doubt=self.doubt) if self.doubt is not None else found
        return self.answer


@dataclass(slots=True)
class Memory:
    """What the article has named so far: the one thing that changes while an article is read."""

    country: str | None = None  # ISO code of the country that the article is about
    day: dt.date | None = None  # of the article
    context: Context | None = None  # all its names
    places: list[Place] = field(default_factory=list)  # scenes, latest last
    last: Location | None = None  # of the latest event
    last_paragraph: int = -1
    paragraph: int = -1  # that is being read
    opening: Place | None = None  # what its first sentence opens with: "Okhtyrka was less lucky."
    topic: Place | None = None  # the same, in the sentences after the first
    heading: Place | None = None  # that the paragraph stands under
    heading_words: str = ""
    listed: tuple[Place, ...] = ()  # towns that one sentence named together, latest; what "both towns" means
    named: set[str] = field(default_factory=set)  # every town of the article's country so far, whatever is told of it
    lately_named: dict[str, int] = field(default_factory=dict)  # the same, with the paragraph that named each last
    opened: set[str] = field(default_factory=set)  # those that a paragraph opened with
    seen: dict[str, int] = field(default_factory=dict)  # paragraph in which a place was kept last, by its id
    senses: dict[tuple[str, str, str, bool, bool], Question] = field(default_factory=dict)  # one sense per article

    def settlement(self, gaz: Lookup) -> Place | None:
        """The latest town or village; for a city district, or a site that was hit since, its city."""
        place = self.latest("P", "S")
        if place is not None and place.feature_class == "S" and not self._is_of_a_town(place):
            place = self.latest("P")
        if place is not None and place.anchor and (place.feature_code == "PPLX" or place.feature_class == "S"):
            return next((p for p in gaz.candidates(place.anchor) if p.feature_class == "P"), place)
        return place

    def _is_of_a_town(self, site: Place) -> bool:
        """'The Drama Theatre in Mariupol': where its own name begins with that of its town, the town was named too."""
        return site.anchor is not None and site.name.startswith(site.anchor)

    def add(self, place: Place, *, hit: bool = False) -> None:
        """Keeps a place that later sentences may mean, hit where an event was there.

        A foreign capital is where people speak, not "the city", and so is a town of a country that is in no war, unless
        it was hit itself: "The talks in Munich went on. The town was stormed."
        """
        if place.feature_code == "PPLC" and place.country_code != self.country:
            return
        if hit or place.feature_class != "P" or self.at_war(place):
            self.places.append(place)
            self.seen[place.place_id] = self.paragraph

    def at_war(self, place: Place) -> bool:
        """Whether the place lies where the article's war is; true of any where that is not known."""
        return self.is_of_its_war(place.country_code)

    def is_of_its_war(self, country: str | None) -> bool:
        """The same of a country, by its ISO code."""
        war = _AT_WAR if self.country in _AT_WAR else (self.country,)
        return self.country is None or country in war

    def lately(self, place: Place | None, paragraphs: int = 2) -> Place | None:
        """The place, if it was spoken of in one of the last paragraphs."""
        near = place is not None and self.paragraph - self.seen.get(place.place_id, -1_000) <= paragraphs
        return place if near else None

    def sole(self, *classes: str, paragraphs: int = 0) -> Place | None:
        """The place of the GeoNames classes that the last paragraphs kept, where they kept no other."""
        near = {p.place_id: p for p in self.places if p.feature_class in classes and self.lately(p, paragraphs)}
        return next(iter(near.values())) if len(near) == 1 else None

    def one_town(self) -> Place | None:
        """The town that this paragraph and the one before keep, where they name no other, whatever is told of it."""
        names = {name for name, paragraph in self.lately_named.items() if self.paragraph - paragraph <= 1}
        town = self.sole("P", paragraphs=1)
        return town if town is not None and names <= {town.name, town.anchor} else None

    def only_town(self, gaz: Lookup) -> Place | None:
        """The town that a paragraph opened with, where the article has named no other so far."""
        town = self.settlement(gaz) if len(self.named) == 1 else None
        return town if town is not None and town.name in self.named & self.opened else None

    def latest(self, *classes: str, codes: tuple[str, ...] = ()) -> Place | None:
        """The latest place of one of the GeoNames classes, or feature codes."""
        for place in reversed(self.places):
            if place.feature_code in codes:
                return place
            if not codes and place.feature_class in classes and not place.is_country:
                return place
        return None

    def there(self) -> Place | None:
        """What "there" means: the latest place named; None where that is a country."""
        place = next((p for p in reversed(self.places) if p.feature_class != "L"), None)  # no continent
        there = place is not None and (place.feature_class in ("P", "S") or place.feature_code == "ISL")
        return place if there else None
