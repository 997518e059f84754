"""geopy's face of the gazetteer: the same calls as any geopy geocoder, answered without a network."""

import re
from collections.abc import Awaitable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from geopy.adapters import BaseAsyncAdapter
from geopy.exc import ConfigurationError, GeocoderQueryError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from gazetteer.adapters import Offline, OfflineAsync
from gazetteer.fallback import Fallback
from gazetteer.locations import CREDIT, location
from gazetteer.lookup import Lookup
from gazetteer.names import key
from gazetteer.place import Place
from gazetteer.resolve import resolve

REACH_KM = 50.0  # how far from a point reverse() looks for a name
ANSWERS = 10  # unless a limit is given, as in Nominatim
_PARTS = ("amenity", "street", "city", "town", "village", "county", "state", "country")
_KINDS = {
    "country": ("PCLI",),
    "state": ("ADM1",),
    "city": ("PPL", "PPLC", "PPLA", "PPLA2", "PPLA3", "PPLA4"),
    "settlement": ("PPL", "PPLC", "PPLA", "PPLA2", "PPLA3", "PPLA4", "PPLX"),
}
_GEOMETRIES = ("wkt", "svg", "kml", "geojson")
_COMMA = re.compile(r"\s*,\s*")
_COUNTRY_ZOOM, _STATE_ZOOM, _CITY_ZOOM, _SUBURB_ZOOM = 4, 7, 12, 14  # Nominatim's levels of detail, each the last

Box = tuple[float, float, float, float]  # south, west, north, east
Answer: TypeAlias = Location | list[Location] | None


class Gazetteer(Geocoder):
    """Geocodes with a Lookup. `location.raw` has Nominatim's keys, and uncertainty_km, source and candidates.

    With a fallback (see gazetteer/fallback.py), names that the gazetteer lacks are asked online. With an asynchronous
    adapter_factory, geocode() and reverse() are awaited, as in geopy; the adapter itself is never used.
    """

    def __init__(self, gazetteer: Lookup | None = None, *, fallback: Fallback | None = None, **options: Any) -> None:
        factory = options.pop("adapter_factory", None)
        self._awaited = isinstance(factory, type) and issubclass(factory, BaseAsyncAdapter)
        if self._awaited and fallback is not None:
            raise ConfigurationError("fallback: waits for its answers, so that it goes with synchronous adapters only.")
        super().__init__(**options, adapter_factory=OfflineAsync if self._awaited else Offline)
        self.gazetteer = gazetteer or Lookup.open()
        self.fallback = fallback
        self._licences = {row.get("key"): row.get("licence") for row in self.gazetteer.sources()}

    def geocode(
        self,
        query: str | Mapping[str, str],
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,
        limit: int | None = None,
        addressdetails: bool = False,
        language: Any = False,
        geometry: str | None = None,
        extratags: bool = False,
        country_codes: str | Sequence[str] | None = None,
        viewbox: Sequence[Any] | None = None,
        bounded: bool = False,
        featuretype: str | None = None,
        namedetails: bool = False,
    ) -> Answer | Awaitable[Answer]:
        """The place, or with exactly_one=False the list of places, that the query names; None if there is none.

        A query is a name with its surroundings ("Vasylkiv, Kyiv Oblast, Ukraine") or Nominatim's dict of parts.
        viewbox prefers what lies in it and, if bounded, drops the rest; featuretype is country, state, city or
        settlement. The other options are taken and change nothing: nothing is waited for, the parts of the address
        are always given, names are in English whatever the language, and the file has no outlines or tags.
        Raises GeocoderQueryError for a query that cannot be understood, ValueError for a limit below 1.
        """
        if limit is not None and not exactly_one and int(limit) < 1:
            raise ValueError("Limit cannot be less than 1")
        if featuretype and featuretype not in _KINDS:
            raise GeocoderQueryError(f"featuretype: found {featuretype!r}, but one of {', '.join(_KINDS)} is needed.")
        if geometry is not None and geometry.lower() not in _GEOMETRIES:
            raise GeocoderQueryError(f"geometry: found {geometry!r}, but one of {', '.join(_GEOMETRIES)} is needed.")
        name, *around = parts = _parts(query)
        codes = _codes(country_codes)
        box = self._box(viewbox)
        known = self.gazetteer.candidates(name)
        if not known and name and self.fallback is not None and not featuretype:
            return self._given(self._online(self.fallback, parts, codes, box, bounded)[: limit or ANSWERS], exactly_one)
        found = [place for place in known if not codes or place.country_code in codes]
        if featuretype:
            found = [place for place in found if place.feature_code in _KINDS[featuretype]]
        if box and bounded:
            found = [place for place in found if _inside(place, box)]
        for part in around:
            found = [place for place in found if self._lies_in(place, part)]
        preferred = [place for place in found if box and _inside(place, box)]
        return self._given(
            self._ranked(found, preferred or found, 1 if exactly_one else int(limit or ANSWERS)), exactly_one
        )

    def reverse(
        self,
        query: Any,
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,
        language: Any = False,
        addressdetails: bool = True,
        zoom: int | None = None,
        namedetails: bool = False,
    ) -> Answer | Awaitable[Answer]:
        """The nearest settlement or site within 50 km, or with exactly_one=False all of them; None if there is none.

        query is a Point, a pair (latitude, longitude) or a string, as everywhere in geopy. zoom is Nominatim's: up to
        4 the country of the nearest town, up to 7 its division, up to 12 the nearest settlement, up to 14 parts of
        cities too, beyond that sites too. A place of which only the area is known is never the nearest. The other
        options change nothing. Raises ValueError for anything that is not a point.
        """
        north, east = _point(query)
        detail = 18 if zoom is None else zoom
        found: list[Place]
        if exactly_one and detail <= _SUBURB_ZOOM:
            nearest = self.gazetteer.nearest(north, east, within_km=REACH_KM, districts=detail > _CITY_ZOOM)
            found = [nearest[1]] if nearest else []
        else:
            classes = "PS" if detail > _SUBURB_ZOOM else "P"
            found = [
                place
                for _, place in self.gazetteer.near(north, east, within_km=REACH_KM)
                if place.feature_class in classes and place.middle_of is None
                if detail > _CITY_ZOOM or place.feature_code != "PPLX"
            ]
        if detail <= _STATE_ZOOM:
            areas = (self._area(place, detail) for place in found)
            found = list({area.place_id: area for area in areas if area is not None}.values())
        return self._given([self._location(place, ()) for place in found[: 1 if exactly_one else None]], exactly_one)

    def _area(self, place: Place, detail: int) -> Place | None:
        """The country or the first-order division that holds the place."""
        if detail <= _COUNTRY_ZOOM:
            return self.gazetteer.country(place.country_code)
        divisions = self.gazetteer.candidates(place.admin1) if place.admin1 else ()
        return next((d for d in divisions if (d.feature_code, d.country_code) == ("ADM1", place.country_code)), None)

    def _box(self, viewbox: Sequence[Any] | None) -> Box | None:
        if not viewbox:
            return None
        edges = self._format_bounding_box(viewbox).split(",")
        south, west, north, east = (float(edge) for edge in edges)
        return south, west, north, east

    def _lies_in(self, place: Place, part: str) -> bool:
        """Whether the surrounding named by one part of the query holds the place."""
        wanted = key(part)
        for division in (place.admin1, place.admin2):
            if division and wanted in (key(division), key(division).rsplit(" ", 1)[0]):
                return True
        if place.anchor and wanted == key(place.anchor):
            return True
        for area in self.gazetteer.candidates(part):
            if area.is_country and area.country_code == place.country_code:
                return True
            if area.feature_code == "ADM1" and (area.country_code, area.name) == (place.country_code, place.admin1):
                return True
        return False

    def _ranked(self, places: Sequence[Place], preferred: Sequence[Place], limit: int) -> list[Location]:
        """The likeliest of the preferred, with the others that may be meant; then those, then the rest."""
        resolution = resolve(preferred)
        best = resolution.place
        if best is None:
            return []
        rest = [place for place in dict.fromkeys((*preferred, *places)) if place.place_id != best.place_id]
        return [
            self._location(best, resolution.alternatives),
            *(self._location(place, ()) for place in rest[: limit - 1]),
        ]

    def _online(
        self,
        fallback: Fallback,
        parts: list[str],
        codes: set[str],
        box: Box | None,
        bounded: bool,
    ) -> list[Location]:
        found = fallback.geocode(", ".join(parts))
        if codes:
            found = [one for one in found if (one.raw["country_code"] or "").upper() in codes]
        if box:
            inside = [one for one in found if _inside(one, box)]
            found = inside if bounded else inside or found
        return found

    def _given(self, locations: list[Location], exactly_one: bool) -> Answer | Awaitable[Answer]:
        answer: Answer = (locations[0] if exactly_one else locations) if locations else None
        return _soon(answer) if self._awaited else answer

    def _location(self, place: Place, others: Iterable[tuple[Place, float]]) -> Location:
        licence = self._licences.get(place.source) or CREDIT
        return location(place, self.gazetteer.country(place.country_code), others, licence)


def _parts(query: str | Mapping[str, str]) -> list[str]:
    """The name and its surroundings, from small to large."""
    if isinstance(query, Mapping):
        unknown = set(query) - set(_PARTS)
        if unknown:
            raise GeocoderQueryError(f"query: found {sorted(unknown)}, but only {', '.join(_PARTS)} are understood.")
        return [str(query[part]) for part in _PARTS if query.get(part)] or [""]
    if not isinstance(query, str):
        raise GeocoderQueryError(f"query: found {type(query).__name__}, but a name or a dict of its parts is needed.")
    return [part for part in _COMMA.split(query.strip()) if part] or [""]


def _point(query: Any) -> tuple[float, float]:
    """Latitude and longitude in degrees. geopy's Point reads what is missing as 0; here both are needed."""
    try:
        if isinstance(query, str | Point) or len(query) >= 2:
            point = Point(query)
            return point.latitude, point.longitude
    except (TypeError, ValueError):
        pass
    raise ValueError("Must be a coordinate pair or Point")


def _codes(country_codes: str | Sequence[str] | None) -> set[str]:
    groups = [country_codes] if isinstance(country_codes, str) else country_codes or ()
    return {code.strip().upper() for group in groups for code in group.split(",") if code.strip()}


def _inside(place: Place | Location, box: Box) -> bool:
    south, west, north, east = box
    return south <= place.latitude <= north and west <= place.longitude <= east


async def _soon(answer: Answer) -> Answer:
    return answer
