"""The card's words."""

import pytest

from pipeline import card
from pipeline.models import Extent, PlaceSignal
from tests import factories as make


def test_why_there_names_words_ground_precision_and_radius() -> None:
    said = card.why_there(make.location(words="the capital", basis="coreference", uncertainty_km=10))
    assert all(part in said for part in ("“the capital”", "point back", "town", "within 10 km"))


def test_assumed_day_says_so() -> None:
    assert "assumed" in card.why_then(make.when(words=None, basis="publication", precision="assumed"))


def test_status_is_told_with_its_rule() -> None:
    said = card.how_sure(make.incident(unverified=True))
    assert said == "Claimed: Only the mayor says so. An outlet says that it could not verify this."


def test_alternatives_are_named_with_division_and_distance_or_nothing_is_said() -> None:
    assert card.others(make.location()) is None
    other = make.alternative(name="Ivanivka", latitude=46.72, longitude=34.55, admin1="Kherson Oblast")
    said = card.others(make.location(latitude=48.5, longitude=37.5, alternatives=(other,)))
    assert said == "Could also mean: Ivanivka, Kherson Oblast, 297 km away."


def test_a_place_without_coordinates_of_its_own_says_so() -> None:
    said = card.why_there(make.location(precision="district", middle_of="Soledar hromada", uncertainty_km=9.0))
    assert "Placed in the middle of Soledar hromada: its own coordinates are not known" in said
    assert "within 9 km" in said


@pytest.mark.parametrize(
    ("extent", "words"),
    [
        (
            Extent("sector", 50.0, 30.0, 75.0, 45.0, 225.0, 25.0),
            "45 to 75 km from the centre of the named place, to the south-west",
        ),
        (
            Extent("sector", 50.0, 30.0, 12.0, 0.0, 90.0, 45.0),
            "up to 12 km from the centre of the named place, to the east",
        ),
        (Extent("disk", 50.0, 30.0, 50.0, 30.0), "30 to 50 km from the centre of the named place;"),
        (Extent("disk", 50.0, 30.0, 12.0), "Known to a town or village;"),
    ],
)
def test_the_ground_that_is_left_open_is_told_in_words(extent: Extent, words: str) -> None:
    assert words in card.why_there(make.location(extent=extent))


def test_what_an_ambiguous_name_may_mean_is_numbered_as_on_the_map() -> None:
    may = (make.alternative(name="Ivanivka", admin1="Kherson Oblast"), make.alternative(name="Ivanivka", country="RU"))
    assert card.may_be(make.unplaced(candidates=may)) == ("1  Ivanivka, Kherson Oblast", "2  Ivanivka, RU")
    assert card.may_be(make.incident(candidates=may)) == ()


def test_two_namesakes_of_one_division_are_told_apart_by_their_coordinates() -> None:
    one = make.alternative(name="Kalynivka", admin1="Kyiv Oblast", latitude=50.534, longitude=30.807)
    two = make.alternative(name="Kalynivka", admin1="Kyiv Oblast", latitude=50.226, longitude=30.219)
    assert card.may_be(make.unplaced(candidates=(one, two))) == (
        "1  Kalynivka, Kyiv Oblast (50.53° N, 30.81° E)",
        "2  Kalynivka, Kyiv Oblast (50.23° N, 30.22° E)",
    )


def test_signals_are_told_weightiest_first_with_what_speaks_against() -> None:
    signals = (
        PlaceSignal("anchors", 0.5, 1.0, "12 km from another place of the article"),
        PlaceSignal("importance", 1.0, 2.0, "2.9 million inhabitants"),
        PlaceSignal("country", 1.0, -0.25, "in another country (RU)"),
        PlaceSignal("cue", 0.0, 1.0, "no word beside the name"),
    )
    place = make.location(signals=signals, alternatives=(make.alternative(),))
    assert card.signals(place) == (
        (1.0, "2.9 million inhabitants (+2.0)"),
        (0.25, "12 km from another place of the article (+0.5)"),
        (-0.125, "In another country (RU) (−0.2)"),
    )
    assert card.signals(make.location(signals=signals)) == ()
