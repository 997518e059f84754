"""Names the gazetteer lacks are asked online where the user wants it: here of a server on this machine."""

import datetime as dt
import json
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from geopy.adapters import BaseAsyncAdapter
from geopy.exc import (
    ConfigurationError,
    GeocoderParseError,
    GeocoderQueryError,
    GeocoderQuotaExceeded,
    GeocoderServiceError,
    GeocoderUnavailable,
)

from gazetteer.errors import GazetteerError
from gazetteer.fallback import Fallback, online
from gazetteer.geocoder import Gazetteer
from tests.gazetteer_fixtures import real_gazetteer

UNKNOWN = "Qwrtzhlivka"
NOMINATIM = [
    {
        "place_id": 1,
        "lat": "49.5",
        "lon": "31.5",
        "display_name": "Qwrtzhlivka, Ukraine",
        "class": "place",
        "type": "village",
        "address": {"country_code": "ua"},
    },
    {
        "place_id": 2,
        "lat": "52.0",
        "lon": "21.0",
        "display_name": "Qwrtzhlivka, Poland",
        "address": {"country_code": "pl"},
    },
]
PHOTON = {
    "features": [
        {
            "geometry": {"type": "Point", "coordinates": [31.5, 49.5]},
            "properties": {"name": "Qwrtzhlivka", "country": "Ukraine", "countrycode": "UA"},
        }
    ]
}


@dataclass
class Service:
    """A geocoder on the loopback interface: what it says, and what it was asked."""

    port: int = 0
    status: int = 200
    body: str = "[]"
    asked: list[dict[str, list[str]]] = field(default_factory=list)
    agents: list[str | None] = field(default_factory=list)

    def says(self, answer: object, status: int = 200) -> None:
        self.body, self.status = answer if isinstance(answer, str) else json.dumps(answer), status


@pytest.fixture
def service() -> Iterator[Service]:
    told = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.asked.append(parse_qs(urlsplit(self.path).query))
            told.agents.append(self.headers["User-Agent"])
            self.send_response(told.status)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.end_headers()
            self.wfile.write(told.body.encode())

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        told.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield told
        server.shutdown()
        thread.join()


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "var" / "fallback.sqlite"


def asking(service: Service, cache: Path, name: str = "nominatim") -> Fallback:
    return online(
        name,
        user_agent="situation-map-tests (nobody@example.org)",
        cache=cache,
        today=lambda: dt.date(2024, 5, 1),
        domain=f"127.0.0.1:{service.port}",
        scheme="http",
        proxies={},
    )


def geocoder(service: Service, cache: Path, name: str = "nominatim") -> Gazetteer:
    return Gazetteer(real_gazetteer(), fallback=asking(service, cache, name))


@pytest.mark.parametrize(("name", "answer"), [("nominatim", NOMINATIM), ("photon", PHOTON)])
def test_an_unknown_name_is_asked_online_and_says_whence_and_when(
    service: Service, cache: Path, name: str, answer: object
) -> None:
    service.says(answer)
    location = geocoder(service, cache, name).geocode(f"{UNKNOWN}, Ukraine")
    assert (location.latitude, location.longitude) == (49.5, 31.5)
    assert (location.raw["source"], location.raw["day"]) == (name, "2024-05-01")
    assert location.raw["country_code"] == "ua"
    assert location.raw["uncertainty_km"] is None
    assert service.asked[0]["q"] == [f"{UNKNOWN}, Ukraine"]
    assert service.agents == ["situation-map-tests (nobody@example.org)"]


@pytest.mark.parametrize(
    ("name", "answer"), [("nominatim", []), ("photon", {"features": []}), ("nominatim", NOMINATIM)]
)
def test_no_name_is_asked_twice_nor_by_the_next_program(
    service: Service, cache: Path, name: str, answer: object
) -> None:
    service.says(answer)
    first = geocoder(service, cache, name).geocode(UNKNOWN, exactly_one=False)
    service.says("out of order", 500)
    assert geocoder(service, cache, name).geocode(f" {UNKNOWN.upper()} ", exactly_one=False) == first
    assert len(service.asked) == 1


@pytest.mark.parametrize(
    ("query", "options"),
    [
        ("Kyiv", {}),
        ("Ivanivka", {}),
        ("Kyiv, Romania", {}),
        ("Kyiv", {"country_codes": "RO"}),
        ("Kyiv", {"viewbox": [(40, 10), (41, 11)], "bounded": True}),
        ("Kyiv", {"featuretype": "country"}),
        (UNKNOWN, {"featuretype": "state"}),
        ("", {}),
    ],
)
def test_a_name_that_the_gazetteer_knows_is_never_asked_online(
    service: Service, cache: Path, query: str, options: dict
) -> None:
    geocoder(service, cache).geocode(query, **options)
    assert service.asked == []


def test_without_a_fallback_nothing_is_asked() -> None:
    assert Gazetteer(real_gazetteer()).fallback is None
    assert Gazetteer(real_gazetteer()).geocode(UNKNOWN) is None


def test_filters_hold_for_online_answers_too(service: Service, cache: Path) -> None:
    service.says(NOMINATIM)
    asks = geocoder(service, cache)
    assert asks.geocode(UNKNOWN, country_codes="pl").raw["place_id"] == 2
    assert asks.geocode(UNKNOWN, viewbox=[(51, 20), (53, 22)]).raw["place_id"] == 2
    assert len(asks.geocode(UNKNOWN, exactly_one=False, viewbox=[(51, 20), (53, 22)], bounded=True)) == 1
    assert len(asks.geocode(UNKNOWN, exactly_one=False, limit=1)) == 1
    assert asks.geocode(UNKNOWN, country_codes="us") is None


@pytest.mark.filterwarnings("ignore:Latitude normalization")  # geopy warns before it raises
@pytest.mark.parametrize(
    ("answer", "status", "error"),
    [
        ("busy", 429, GeocoderQuotaExceeded),
        ("broken", 500, GeocoderServiceError),
        ({"error": "senseless query"}, 200, GeocoderQueryError),
        ("<html>", 200, GeocoderParseError),
        ([{"display_name": "no position"}], 200, GeocoderParseError),
        ([{"display_name": "nothing", "lat": None, "lon": None}], 200, GeocoderParseError),
        ([{"display_name": "nowhere", "lat": "91", "lon": "0"}], 200, GeocoderParseError),
        ('[{"display_name": "nowhere", "lat": NaN, "lon": 0}]', 200, GeocoderParseError),
        ([{"display_name": "words", "lat": "north", "lon": "east"}], 200, GeocoderParseError),
        (["a word"], 200, GeocoderParseError),
    ],
)
def test_a_senseless_answer_is_geopys_error_and_is_not_kept(
    service: Service, cache: Path, answer: object, status: int, error: type[Exception]
) -> None:
    service.says(answer, status)
    with pytest.raises(error):
        asking(service, cache).geocode(UNKNOWN)
    assert not cache.exists()


@pytest.mark.parametrize(
    "answer",
    [{}, {"features": [{}]}, {"features": [{"geometry": {"coordinates": []}, "properties": {}}]}, [1], {"features": 5}],
)
def test_photons_senseless_answers_are_geopys_errors_too(service: Service, cache: Path, answer: object) -> None:
    service.says(answer)
    with pytest.raises(GeocoderParseError):
        asking(service, cache, "photon").geocode(UNKNOWN)


def test_a_service_that_is_not_there_is_unavailable(service: Service, cache: Path) -> None:
    nobody = online("photon", user_agent="tests", cache=cache, domain="127.0.0.1:9", scheme="http", proxies={})
    with pytest.raises(GeocoderUnavailable):
        nobody.geocode(UNKNOWN)


@pytest.mark.parametrize(
    ("service_name", "options"),
    [
        ("google", {"user_agent": "tests"}),
        ("nominatim", {"user_agent": "  "}),
        ("nominatim", {"user_agent": "my-application"}),
        ("photon", {"user_agent": "tests", "min_delay_seconds": 0.1}),
    ],
    ids=["service", "empty agent", "agent of a sample", "delay"],
)
def test_what_the_services_forbid_is_refused(service_name: str, options: dict) -> None:
    with pytest.raises(ConfigurationError):
        online(service_name, **options)


def test_a_broken_cache_says_what_to_do(service: Service, cache: Path) -> None:
    cache.parent.mkdir()
    cache.write_text("not a database, but long enough to be read as one" * 20)
    with pytest.raises(GazetteerError, match=r"fallback\.sqlite.*Delete it"):
        asking(service, cache).geocode(UNKNOWN)


def test_the_cache_holds_the_day_of_each_answer(service: Service, cache: Path) -> None:
    asking(service, cache).geocode(UNKNOWN)
    file = sqlite3.connect(cache)
    assert file.execute("SELECT service, day, locations FROM answer").fetchall() == [("nominatim", "2024-05-01", "[]")]
    file.close()


def test_asynchronous_adapters_go_without_a_fallback(service: Service, cache: Path) -> None:
    class Adapter(BaseAsyncAdapter):
        get_json = get_text = None

    with pytest.raises(ConfigurationError):
        Gazetteer(real_gazetteer(), fallback=asking(service, cache), adapter_factory=Adapter)
