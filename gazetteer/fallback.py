"""Names the gazetteer lacks, asked of an online geocoder where the user wants that. Nothing else here goes online.

Each answer is kept with its day, a name that is unknown there too, so that no name is asked twice.
"""

import datetime as dt
import json
import math
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geopy.exc import ConfigurationError, GeocoderParseError, GeopyError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import Nominatim, Photon
from geopy.geocoders.base import Geocoder
from geopy.location import Location
from geopy.point import Point

from gazetteer.build import ROOT
from gazetteer.errors import GazetteerError
from gazetteer.names import key

SERVICES = ("nominatim", "photon")
CACHE = ROOT / "var" / "fallback.sqlite"
MIN_DELAY_SECONDS = 1.0  # Nominatim's usage policy: at most one request a second
_ASKED = 10  # answers to a name
_OSM = "OpenStreetMap contributors, ODbL 1.0, https://www.openstreetmap.org/copyright"
_TABLE = """CREATE TABLE IF NOT EXISTS answer (service TEXT NOT NULL, query TEXT NOT NULL, day TEXT NOT NULL,
  locations TEXT NOT NULL, PRIMARY KEY (service, query)) WITHOUT ROWID"""


@dataclass(frozen=True, slots=True)
class Fallback:
    """An online geocoder and where its answers are kept."""

    service: str  # "nominatim" or "photon": the source of every Location it gives
    ask: Callable[[str], list[Location] | None]  # waits its turn, and raises geopy's errors
    cache: Path
    today: Callable[[], dt.date]

    def geocode(self, query: str) -> list[Location]:
        """What the service calls so, best first; empty if it knows nothing of that name.

        raw has the service's keys, its name as source, the day of the answer, and country_code. Raises geopy's errors
        where the service does not answer or answers something senseless, and GazetteerError for a broken cache.
        """
        asked = key(query)
        kept = self._kept(asked)
        if kept is None:
            day = self.today().isoformat()
            kept = [_plain(location, self.service, day) for location in self.ask(query) or ()]
            self._keep(asked, day, kept)
        return [Location(address, Point(north, east), raw) for address, north, east, raw in kept]

    def _kept(self, asked: str) -> list[list[Any]] | None:
        if not self.cache.exists():
            return None
        rows = self._cached("SELECT locations FROM answer WHERE service = ? AND query = ?", (self.service, asked))
        return json.loads(rows[0][0]) if rows else None

    def _keep(self, asked: str, day: str, locations: list[list[Any]]) -> None:
        self.cache.parent.mkdir(parents=True, exist_ok=True)
        row = (self.service, asked, day, json.dumps(locations, ensure_ascii=False))
        self._cached("INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?)", row)

    def _cached(self, statement: str, values: tuple[str, ...]) -> list[tuple]:
        try:
            with closing(sqlite3.connect(self.cache)) as file, file:
                file.execute(_TABLE)
                return file.execute(statement, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise GazetteerError(
                f"{self.cache.name}: found no list of online answers ({error}). Delete it, and it is made anew."
            ) from error


def online(
    service: str,
    *,
    user_agent: str,
    cache: Path = CACHE,
    min_delay_seconds: float = MIN_DELAY_SECONDS,
    today: Callable[[], dt.date] = dt.date.today,
    **options: Any,
) -> Fallback:
    """The fallback to Nominatim or Photon, at most one request a second; give it to `Gazetteer(fallback=...)`.

    user_agent names your application and a way to reach you, as both services ask. options go to geopy's class:
    domain, scheme, timeout in seconds, proxies. Raises geopy's ConfigurationError for an unknown service, a delay
    below one second, or a user agent that is empty or a sample's.
    """
    if service not in SERVICES:
        raise ConfigurationError(f"online service: found {service!r}, but one of {', '.join(SERVICES)} is needed.")
    if not user_agent.strip():
        raise ConfigurationError("user_agent: found nothing. Name your application and an address to write to.")
    if min_delay_seconds < MIN_DELAY_SECONDS:
        raise ConfigurationError(
            f"min_delay_seconds: found {min_delay_seconds}, but at least {MIN_DELAY_SECONDS:g} is needed. "
            "The services are shared by everybody."
        )
    geocoder: Geocoder = (Nominatim if service == "nominatim" else Photon)(user_agent=user_agent, **options)
    details = {"addressdetails": True} if service == "nominatim" else {}  # for the code of the country

    def ask(query: str) -> list[Location] | None:
        try:
            return geocoder.geocode(query, exactly_one=False, limit=_ASKED, language="en", **details)
        except GeopyError:
            raise  # some of geopy's errors are ValueErrors too
        except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
            raise GeocoderParseError(f"{service} answered what is no list of places ({error!r}).") from error

    waiting = RateLimiter(ask, min_delay_seconds=min_delay_seconds, max_retries=0, swallow_exceptions=False)
    return Fallback(service, waiting, cache, today)


def _plain(found: Location, service: str, day: str) -> list[Any]:
    """Address, latitude, longitude and raw. Raises GeocoderParseError where the answer has no position of its own."""
    raw = found.raw
    try:
        if service == "nominatim":
            position = raw["lat"], raw["lon"]
            code, licence = raw.get("address", {}).get("country_code"), raw.get("licence", _OSM)
        else:
            position = raw["geometry"]["coordinates"][1], raw["geometry"]["coordinates"][0]
            code, licence = raw["properties"].get("countrycode"), _OSM
        north, east = (float(degrees) for degrees in position)
        if not (math.isfinite(north + east) and abs(north) <= 90 and abs(east) <= 180):
            raise ValueError(f"{north}, {east} is nowhere on Earth")
        own = {"source": service, "day": day, "country_code": code.lower() if code else None, "licence": licence}
        return [str(found.address), north, east, {**raw, **own, "uncertainty_km": None}]
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise GeocoderParseError(f"{service} answered a place without a position ({error!r}).") from error
