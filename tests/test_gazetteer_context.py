"""What the names of an article say about one another."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.context import Context, Named
from gazetteer.document import evidence, resolve_names
from gazetteer.place import NameUse, Place
from gazetteer.resolve import Clues, resolve
from gazetteer.sources.fronts import fighting_in


def _place(number: int, name: str, latitude: float, longitude: float, **changes: object) -> Place:
    values: dict[str, object] = {
        "place_id": f"geonames:{number}",
        "name": name,
        "latitude": latitude,
        "longitude": longitude,
        "feature_class": "P",
        "feature_code": "PPL",
        "country_code": "US",
        "admin1": "Texas",
        "population": 20_000,
        "uncertainty_km": 1.0,
        "source": "test",
    }
    return Place(**{**values, **changes})  # type: ignore[arg-type]


PARIS = _place(1, "Paris", 48.86, 2.35, country_code="FR", admin1="Ile-de-France", population=2_100_000)
PARIS_TEXAS = _place(2, "Paris", 33.66, -95.56)
BONHAM = _place(3, "Bonham", 33.58, -96.18)
DALLAS = _place(4, "Dallas", 32.78, -96.8, population=1_300_000)
TEXAS = _place(5, "Texas", 31.5, -99.3, feature_class="A", feature_code="ADM1", uncertainty_km=400.0, population=None)


class _Gazetteer:
    """Knows no names' uses: the resolver is asked, not the gazetteer."""

    def uses(self, name: str) -> dict[str, NameUse]:
        return {}


def test_other_names_nearby_turn_paris_into_the_one_in_texas() -> None:
    names = [Named("Paris", 0, (PARIS, PARIS_TEXAS)), Named("Bonham", 20, (BONHAM,)), Named("Dallas", 40, (DALLAS,))]
    context = Context(names)
    assert context.support("Paris", PARIS_TEXAS).near > 0.3
    assert context.support("Paris", PARIS).near == 0.0
    assert context.support("Paris", PARIS_TEXAS).nearest == "Bonham"


def test_a_name_is_no_witness_for_itself() -> None:
    context = Context([Named("Paris", 0, (PARIS, PARIS_TEXAS)), Named("Paris", 90, (PARIS, PARIS_TEXAS))])
    support = context.support("Paris", PARIS)
    assert (support.country, support.admin1, support.near) == (0.0, 0.0, 0.0)


def test_a_state_right_after_the_name_tells_which_one_there_and_everywhere_else() -> None:
    text = "Paris, Texas, was quiet. In Paris nothing moved."
    names = [
        Named("Paris", 0, (PARIS, PARIS_TEXAS)),
        Named("Texas", 7, (TEXAS,)),
        Named("Paris", text.index("In Paris") + 3, (PARIS, PARIS_TEXAS)),
    ]
    found = resolve_names(text, names, _Gazetteer())  # type: ignore[arg-type]
    assert [one.place and one.place.place_id for one in found] == ["geonames:2", "geonames:5", "geonames:2"]


def test_a_district_between_a_name_and_its_state_hides_neither() -> None:
    text = "Shells hit Paris (Bonham district, Texas)."
    places = {"Paris": (PARIS, PARIS_TEXAS), "Bonham": (BONHAM,), "Texas": (TEXAS,)}
    names = [Named(name, text.index(name), candidates) for name, candidates in places.items()]
    clues = evidence(text, names, _Gazetteer())[0].clues  # type: ignore[arg-type]
    assert (clues.inside, clues.beside) == ((TEXAS,), (BONHAM,))


def test_a_state_is_held_up_by_the_towns_in_it() -> None:
    context = Context([Named("Texas", 0, (TEXAS,)), Named("Bonham", 20, (BONHAM,))])
    assert context.support("Texas", TEXAS).holds == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("day", "value"), [(dt.date(2015, 5, 1), 1.0), (dt.date(2022, 5, 1), 0.0)], ids=["in use", "given up"]
)
def test_a_name_counts_for_less_outside_its_years(day: dt.date, value: float) -> None:
    bakhmut = _place(6, "Bakhmut", 48.6, 38.0, country_code="UA", admin1="Donetsk Oblast")
    uses = {bakhmut.place_id: NameUse("historic", last=dt.date(2016, 2, 4))}
    (signal,) = (s for s in resolve([bakhmut], Clues(day=day, uses=uses)).signals if s.name == "day")
    assert signal.value == value


def test_a_bare_village_name_is_likelier_where_the_war_is() -> None:
    there = _place(7, "Ivanivka", 48.5, 37.9, country_code="UA", admin1="Donetsk Oblast", population=900)
    elsewhere = _place(8, "Ivanivka", 48.9, 24.7, country_code="UA", admin1="Ivano-Frankivsk Oblast", population=900)
    assert resolve([elsewhere, there], Clues(country="UA", day=dt.date(2023, 3, 1))).place == there
    assert fighting_in("UA", "Kyiv Oblast", dt.date(2022, 3, 1))
    assert not fighting_in("UA", "Kyiv Oblast", dt.date(2023, 3, 1))
    assert not fighting_in("UA", None, dt.date(2023, 3, 1))


_candidates = st.lists(
    st.builds(
        _place,
        st.integers(1, 50),
        st.just("X"),
        st.floats(-60, 70),
        st.floats(-179, 179),
        population=st.integers(0, 10**7),
        country_code=st.sampled_from(["US", "UA", "FR", None]),
    ),
    max_size=6,
    unique_by=lambda place: place.place_id,
).map(tuple)


@given(st.lists(st.tuples(st.sampled_from("ABCDE"), st.integers(0, 5000), _candidates), max_size=6))
def test_every_support_lies_between_nothing_and_one(rows: list[tuple[str, int, tuple[Place, ...]]]) -> None:
    context = Context(Named(*row) for row in rows)
    for text, start, candidates in rows:
        for place in candidates:
            support = context.support(text, place, start)
            assert all(
                -1e-9 <= value <= 1 + 1e-9 for value in (support.country, support.admin1, support.near, support.holds)
            )


def test_of_a_name_with_more_bearers_than_are_considered_each_is_supported_as_when_asked_alone() -> None:
    bearers = tuple(_place(20 + k, "Ivanivka", 33.0 + k / 5, -96.0, population=500 * k) for k in range(12))
    context = Context([Named("Ivanivka", 0, bearers), Named("Bonham", 30, (BONHAM,)), Named("Texas", 50, (TEXAS,))])
    together = context.supports("Ivanivka", bearers, 0)
    assert together == tuple(context.support("Ivanivka", place, 0) for place in bearers)
    assert together[2].near > together[11].near > 0.0


@given(_candidates)
def test_scores_share_out_the_odds(candidates: tuple[Place, ...]) -> None:
    resolution = resolve(candidates)
    total = resolution.score + sum(score for _, score in resolution.alternatives)
    assert 0 <= total <= 1.001
    assert resolution.ambiguous == (resolution.doubt is not None)


def test_a_large_town_far_from_the_front_is_not_passed_over_for_one_at_it() -> None:
    front = _place(12, "Pervomaisk", 48.63, 38.52, country_code="UA", admin1="Luhansk Oblast", population=38_000)
    rear = _place(13, "Pervomaisk", 48.04, 30.85, country_code="UA", admin1="Mykolaiv Oblast", population=65_000)
    assert resolve([front, rear], Clues(country="UA", day=dt.date(2023, 5, 24))).ambiguous


def test_where_the_seat_lies_behind_the_lines_its_bare_name_may_mean_the_region() -> None:
    city = _place(9, "Luhansk", 48.57, 39.31, country_code="UA", admin1="Luhansk Oblast", population=397_677)
    region = _place(
        10,
        "Luhansk Oblast",
        48.95,
        39.0,
        country_code="UA",
        admin1="Luhansk Oblast",
        feature_class="A",
        feature_code="ADM1",
    )
    popasna = _place(11, "Popasna", 48.63, 38.38, country_code="UA", admin1="Luhansk Oblast")
    names = [Named("Luhansk", 0, (city, region)), Named("Popasna", 40, (popasna,))]
    context = Context(names)
    support = [context.support("Luhansk", place, 0) for place in (city, region)]
    uses = {city.place_id: NameUse("own"), region.place_id: NameUse("weak")}
    found = {
        year: resolve((city, region), Clues(country="UA", day=dt.date(year, 5, 4), uses=uses), support)
        for year in (2012, 2022)
    }
    assert found[2012].place == city
    assert found[2022].ambiguous or found[2022].place == region
