"""geopy's face of the gazetteer: the same calls as any geopy geocoder, answered without a network."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NoReturn

from geopy.adapters import BaseSyncAdapter
from geopy.exc import GeocoderQueryError, GeocoderUnavailable
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from gazetteer.lookup import Lookup
from gazetteer.names import key
from gazetteer.place import Place
from gazetteer.resolve import resolve

REACH_KM = 50.0  # how far from a point reverse() looks for a name
_PARTS = ("amenity", "street", "city", "town", "village", "county", "state", "country")
_KINDS = {
    "country": ("PCLI",),
    "state": ("ADM1",),
    "city": ("PPL", "PPLC", "PPLA", "PPLA2", "PPLA3"),
    "settlement": ("PPL", "PPLC", "PPLA", "PPLA2", "PPLA3", "PPLX"),
}
_COMMA = re.compile(r"\s*,\s*")


class _NoNetwork(BaseSyncAdapter):
    """An adapter that opens no socket."""

    def get_json(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> NoReturn:
        raise GeocoderUnavailable("The gazetteer answers from its own file and opens no connection.")

    def get_text(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> NoReturn:
        raise GeocoderUnavailable("The gazetteer answers from its own file and opens no connection.")


class Gazetteer(Geocoder):
    """Geocodes with a Lookup. `location.raw` has Nominatim's keys and ours: place_id, uncertainty_km, source."""

    def __init__(self, gazetteer: Lookup | None = None, **options: Any) -> None:
        super().__init__(**{**options, "adapter_factory": _NoNetwork})
        self.gazetteer = gazetteer or Lookup.open()

    def geocode(
        self,
        query: str | Mapping[str, str],
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,
        limit: int | None = None,
        country_codes: str | Sequence[str] | None = None,
        viewbox: Sequence[Any] | None = None,
        bounded: bool = False,
        language: Any = None,
        featuretype: str | None = None,
    ) -> Location | list[Location] | None:
        """The place, or with exactly_one=False the list of places, that the query names; None if there is none.

        A query is a name with its surroundings ("Vasylkiv, Kyiv Oblast, Ukraine") or Nominatim's dict of parts.
        viewbox prefers what lies in it and, if bounded, drops the rest. timeout and language change nothing: nothing
        is waited for, and names are in English. Raises GeocoderQueryError for a query that cannot be understood.
        """
        if limit is not None and limit < 1:
            raise GeocoderQueryError(f"limit: found {limit}, but at least 1 is needed.")
        if featuretype is not None and featuretype not in _KINDS:
            raise GeocoderQueryError(f"featuretype: found {featuretype!r}, but one of {', '.join(_KINDS)} is needed.")
        name, *around = self._parts(query)
        codes = {country_codes} if isinstance(country_codes, str) else set(country_codes or ())
        codes = {code.strip().upper() for group in codes for code in group.split(",")}
        box = self._box(viewbox)
        found = [place for place in self.gazetteer.candidates(name) if not codes or place.country_code in codes]
        if featuretype:
            found = [place for place in found if place.feature_code in _KINDS[featuretype]]
        if box and bounded:
            found = [place for place in found if _inside(place, box)]
        for part in around:
            found = [place for place in found if self._lies_in(place, part)]
        found = self._ranked(found)
        if box:
            found.sort(key=lambda place: not _inside(place, box))
        return self._answer(found[: limit or 10], exactly_one)

    def reverse(
        self,
        query: Any,
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,
        zoom: int | None = None,
    ) -> Location | list[Location] | None:
        """The nearest settlement or site within 50 km, or with exactly_one=False all of them; None if there is none.

        query is a Point, a pair (latitude, longitude) or a string, as everywhere in geopy. A zoom of 10 or less asks
        for settlements only. Raises ValueError for anything that is not a point.
        """
        point = Point(query)
        classes = "P" if zoom is not None and zoom <= 10 else "PS"
        near = self.gazetteer.near(point.latitude, point.longitude, within_km=REACH_KM)
        return self._answer([place for _, place in near if place.feature_class in classes], exactly_one)

    def _parts(self, query: str | Mapping[str, str]) -> list[str]:
        if isinstance(query, Mapping):
            unknown = set(query) - set(_PARTS)
            if unknown:
                raise GeocoderQueryError(
                    f"query: found {sorted(unknown)}, but only {', '.join(_PARTS)} are understood."
                )
            parts = [query[part] for part in _PARTS if query.get(part)]
        else:
            parts = [part for part in _COMMA.split(query.strip()) if part]
        return parts or [""]

    def _box(self, viewbox: Sequence[Any] | None) -> tuple[float, float, float, float] | None:
        if viewbox is None:
            return None
        if len(viewbox) != 2:
            raise GeocoderQueryError("viewbox: two opposite corners are needed.")
        first, second = Point(viewbox[0]), Point(viewbox[1])
        south, north = sorted((first.latitude, second.latitude))
        west, east = sorted((first.longitude, second.longitude))
        return south, north, west, east

    def _lies_in(self, place: Place, part: str) -> bool:
        """Whether the surrounding named by one part of the query holds the place."""
        wanted = key(part)
        if place.admin1 and wanted in (key(place.admin1), key(place.admin1).rsplit(" ", 1)[0]):
            return True
        if place.anchor and wanted == key(place.anchor):
            return True
        for area in self.gazetteer.candidates(part):
            if area.feature_code == "PCLI" and area.country_code == place.country_code:
                return True
            if area.feature_code == "ADM1" and (area.country_code, area.name) == (place.country_code, place.admin1):
                return True
        return False

    def _ranked(self, places: Iterable[Place]) -> list[Place]:
        rest = list(places)
        best = resolve(rest).place
        if best is None:
            return []
        return [best, *(place for place in rest if place.place_id != best.place_id)]

    def _answer(self, places: Sequence[Place], exactly_one: bool) -> Location | list[Location] | None:
        if not places:
            return None
        locations = [self._location(place) for place in (places[:1] if exactly_one else places)]
        return locations[0] if exactly_one else locations

    def _location(self, place: Place) -> Location:
        countries = self.gazetteer.country(place.country_code)
        parts = [place.name, place.admin1, countries.name if countries else None]
        shown: list[str] = []
        for part in parts:
            if part and part not in shown:
                shown.append(part)
        address = ", ".join(shown)
        half = place.uncertainty_km / 111.2
        raw = {
            "place_id": place.place_id,
            "display_name": address,
            "lat": f"{place.latitude}",
            "lon": f"{place.longitude}",
            "class": place.feature_class,
            "type": place.feature_code,
            "boundingbox": [
                f"{value:.5f}"
                for value in (
                    place.latitude - half,
                    place.latitude + half,
                    place.longitude - half,
                    place.longitude + half,
                )
            ],
            "address": {"state": place.admin1, "country_code": (place.country_code or "").lower() or None},
            "uncertainty_km": place.uncertainty_km,
            "source": place.source,
        }
        return Location(address, Point(place.latitude, place.longitude), raw)


def _inside(place: Place, box: tuple[float, float, float, float]) -> bool:
    south, north, west, east = box
    return south <= place.latitude <= north and west <= place.longitude <= east
