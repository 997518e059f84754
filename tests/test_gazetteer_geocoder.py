"""The gazetteer behind geopy's interface."""

import socket

import pytest
from geopy.exc import GeocoderQueryError, GeocoderUnavailable
from geopy.extra.rate_limiter import RateLimiter
from geopy.location import Location
from geopy.point import Point
from hypothesis import given, settings
from hypothesis import strategies as st

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
    "options", [{"limit": 0}, {"featuretype": "planet"}, {"viewbox": [(1, 2)]}], ids=["limit", "featuretype", "viewbox"]
)
def test_a_senseless_option_is_refused(geocoder: Gazetteer, options: dict) -> None:
    with pytest.raises(GeocoderQueryError):
        geocoder.geocode("Kyiv", **options)


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
