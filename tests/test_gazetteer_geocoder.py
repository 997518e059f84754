"""The gazetteer behind geopy's interface."""

import asyncio
import inspect
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from geopy.adapters import BaseAsyncAdapter
from geopy.exc import GeocoderQueryError, GeocoderUnavailable
from geopy.extra.rate_limiter import AsyncRateLimiter, RateLimiter
from geopy.geocoders import Nominatim
from geopy.location import Location
from geopy.point import Point
from hypothesis import given, settings
from hypothesis import strategies as st

import gazetteer
from gazetteer.geocoder import Gazetteer
from gazetteer.sphere import distance_km
from tests.gazetteer_fixtures import real_gazetteer


@pytest.fixture(scope="module")
def geocoder() -> Gazetteer:
    return Gazetteer(real_gazetteer())


def test_a_name_gives_one_location(geocoder: Gazetteer) -> None:
    location = geocoder.geocode("Vasylkiv, Kyiv Oblast, Ukraine")
    assert isinstance(location, Location)
    assert location.address == "Vasylkiv, Kyiv Oblast, Ukraine"
    assert distance_km(50.18, 30.31, location.latitude, location.longitude) < 5


@pytest.mark.parametrize(
    ("query", "admin1"),
    [
        ("Bila Tserkva", "Kyiv Oblast"),
        ("Bila Tserkva, Zakarpattia", "Zakarpattia Oblast"),
        ({"city": "Bila Tserkva", "state": "Zakarpattia Oblast"}, "Zakarpattia Oblast"),
        ({"city": "Bila Tserkva", "country": "Ukraine"}, "Kyiv Oblast"),
    ],
)
def test_surroundings_choose_among_namesakes(geocoder: Gazetteer, query: object, admin1: str) -> None:
    assert geocoder.geocode(query).raw["address"]["state"] == admin1


@pytest.mark.parametrize("query", ["Xyzzy", "Kyiv, Romania", "", " , "])
def test_nothing_known_is_none_as_in_geopy(geocoder: Gazetteer, query: str) -> None:
    assert geocoder.geocode(query) is None
    assert geocoder.geocode(query, exactly_one=False) is None


def test_country_codes_choose_the_country(geocoder: Gazetteer) -> None:
    assert geocoder.geocode("Odessa", country_codes="us").raw["address"]["country_code"] == "us"
    assert geocoder.geocode("Odessa", country_codes=["UA"]).raw["address"]["country_code"] == "ua"


def test_limit_and_exactly_one_shape_the_answer(geocoder: Gazetteer) -> None:
    assert len(geocoder.geocode("Ivanivka", exactly_one=False, limit=3)) == 3


def test_a_viewbox_prefers_and_bounded_excludes(geocoder: Gazetteer) -> None:
    zakarpattia = [(47.5, 22.0), (49.0, 24.5)]
    first = geocoder.geocode("Bila Tserkva", exactly_one=False, viewbox=zakarpattia)
    only = geocoder.geocode("Bila Tserkva", exactly_one=False, viewbox=zakarpattia, bounded=True)
    assert (len(first), len(only)) == (2, 1)
    assert first[0].raw["place_id"] == only[0].raw["place_id"]


def test_featuretype_asks_for_a_kind(geocoder: Gazetteer) -> None:
    assert geocoder.geocode("Sumy", featuretype="state").raw["type"] == "ADM1"


@pytest.mark.parametrize(
    "options",
    [{"featuretype": "planet"}, {"viewbox": [(1, 2)]}, {"geometry": "sketch"}],
    ids=["featuretype", "viewbox", "geometry"],
)
def test_a_senseless_option_is_refused(geocoder: Gazetteer, options: dict) -> None:
    with pytest.raises(GeocoderQueryError):
        geocoder.geocode("Kyiv", **options)


@pytest.mark.parametrize("query", [{"planet": "Earth"}, {"postalcode": "01001"}, 5, None, ["Kyiv"]])
def test_a_query_that_is_no_name_is_refused(geocoder: Gazetteer, query: object) -> None:
    with pytest.raises(GeocoderQueryError):
        geocoder.geocode(query)


def test_a_limit_below_one_is_a_value_error_as_in_geopy(geocoder: Gazetteer) -> None:
    with pytest.raises(ValueError, match="less than 1"):
        geocoder.geocode("Kyiv", exactly_one=False, limit=0)


@pytest.mark.parametrize("query", [object(), "nowhere", (1, 2, 3, 4, 5), (float("nan"), 0), None, [], (50,), 50])
def test_what_is_no_point_is_a_value_error_as_in_geopy(geocoder: Gazetteer, query: object) -> None:
    with pytest.raises(ValueError, match="coordinate pair or Point"):
        geocoder.reverse(query)


def test_nominatims_options_are_all_taken(geocoder: Gazetteer) -> None:
    """The face is only a face if a program written for Nominatim runs on it unchanged."""
    for method in ("geocode", "reverse"):
        theirs = inspect.signature(getattr(Nominatim, method)).parameters
        ours = inspect.signature(getattr(Gazetteer, method)).parameters
        assert {name: option.default for name, option in theirs.items()} == {
            name: option.default for name, option in ours.items()
        }


@pytest.mark.parametrize(
    ("query", "code"),
    [("Sumy", "P"), ("Poltava", "P"), ("Warsaw", "P"), ("Sumy Oblast", "A"), ("Kyiv Oblast", "A"), ("Ukraine", "A")],
)
def test_a_bare_name_is_the_city_and_a_region_says_so(geocoder: Gazetteer, query: str, code: str) -> None:
    assert geocoder.geocode(query).raw["class"] == code


def test_the_raw_answer_has_nominatims_keys_and_ours(geocoder: Gazetteer) -> None:
    raw = geocoder.geocode("Bila Tserkva").raw
    assert {"place_id", "licence", "boundingbox", "lat", "lon", "display_name", "class", "type", "importance"} <= set(
        raw
    )
    assert (raw["address"]["state"], raw["address"]["country"]) == ("Kyiv Oblast", "Ukraine")
    assert raw["uncertainty_km"] > 0
    assert "Zakarpattia Oblast" in {other["admin1"] for other in raw["candidates"]}
    assert "CC BY" in raw["licence"]
    south, north, west, east = map(float, raw["boundingbox"])
    assert south < float(raw["lat"]) < north
    assert west < float(raw["lon"]) < east


@pytest.mark.parametrize(
    ("zoom", "name"), [(3, "Ukraine"), (5, "Kyiv Oblast, Ukraine"), (10, "Vasylkiv, Kyiv Oblast, Ukraine")]
)
def test_zoom_chooses_how_large_an_area_answers(geocoder: Gazetteer, zoom: int, name: str) -> None:
    assert geocoder.reverse((50.18, 30.31), zoom=zoom).address == name


def test_several_answers_to_a_point_come_nearest_first(geocoder: Gazetteer) -> None:
    found = geocoder.reverse((50.18, 30.31), exactly_one=False)
    distances = [distance_km(50.18, 30.31, one.latitude, one.longitude) for one in found]
    assert len(found) > 5
    assert distances == sorted(distances)


def test_a_misspelled_name_is_not_guessed(geocoder: Gazetteer) -> None:
    assert geocoder.geocode("Mariopol") is None


def test_an_asynchronous_adapter_makes_the_answers_awaited() -> None:
    class Adapter(BaseAsyncAdapter):
        get_json = get_text = None

    async def ask() -> tuple[Location, Location]:
        async with Gazetteer(real_gazetteer(), adapter_factory=Adapter) as geocoder:
            with pytest.raises(GeocoderUnavailable):
                await geocoder._call_geocoder("https://example.org", lambda result: result)
            limited = AsyncRateLimiter(geocoder.geocode, min_delay_seconds=0)
            return await limited("Kyiv"), await geocoder.reverse((50.18, 30.31), zoom=10)

    with ThreadPoolExecutor(1) as pool:  # in a thread of its own: the browser tests leave a loop running in this one
        there, back = pool.submit(lambda: asyncio.run(ask())).result()
    assert (there.raw["type"], back.address) == ("PPLC", "Vasylkiv, Kyiv Oblast, Ukraine")


def test_the_package_gives_the_face_and_loads_geopy_only_then() -> None:
    program = (
        "import sys, gazetteer.lookup; assert 'geopy' not in sys.modules\n"
        "from gazetteer import Gazetteer; assert Gazetteer.__module__ == 'gazetteer.geocoder'"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
    with pytest.raises(AttributeError):
        gazetteer.Atlas  # noqa: B018


@pytest.mark.parametrize("query", [Point(50.18, 30.31), (50.18, 30.31), "50.18, 30.31"])
def test_a_point_leads_back_to_the_town(geocoder: Gazetteer, query: object) -> None:
    assert geocoder.reverse(query, zoom=10).address.startswith("Vasylkiv")


def test_the_open_sea_has_no_town(geocoder: Gazetteer) -> None:
    assert geocoder.reverse((43.3, 34.0)) is None


@given(st.sampled_from(["Kyiv", "Sumy", "Mariupol", "Bucha", "Irpin", "Uzhhorod", "Kerch", "Lviv", "Chornobyl"]))
@settings(max_examples=9, deadline=None)
def test_there_and_back_ends_nearby(name: str) -> None:
    geocoder = Gazetteer(real_gazetteer())
    there = geocoder.geocode(name)
    back = geocoder.reverse(there.point)
    assert distance_km(there.latitude, there.longitude, back.latitude, back.longitude) < 1


def test_no_socket_can_open(geocoder: Gazetteer, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **options: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    assert geocoder.geocode("Kyiv") is not None
    with pytest.raises(GeocoderUnavailable):
        geocoder._call_geocoder("https://example.org", lambda result: result)


def test_geopys_rate_limiter_drives_it(geocoder: Gazetteer) -> None:
    assert RateLimiter(geocoder.geocode, min_delay_seconds=0)("Kyiv").raw["type"] == "PPLC"
