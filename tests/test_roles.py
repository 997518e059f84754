"""What a place name does in its sentence: the scene, where a weapon came from, a reference point, a speaker's place."""

import pytest

from gazetteer.lookup import Lookup
from pipeline import language, offsets, roles
from pipeline.placemention import PlaceMention
from tests.conftest import Tell


def mentions(text: str, gaz: Lookup) -> dict[str, PlaceMention]:
    (sentences,) = language.parse([(text, 0, 0)])
    found = {}
    for s in sentences:
        inside = tuple(t for t in gaz.toponyms(text) if s.start <= t.start < s.end)
        found |= {m.toponym.text: m for m in roles.mentions(s, inside)}
    return found


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Rockets hit a bakery in Sumy.", "Sumy", "scene"),
        ("Rockets were fired from the Black Sea at Odesa.", "Black Sea", "origin"),
        ("Rockets were fired from the Black Sea at Odesa.", "Odesa", "scene"),
        ("Missiles launched from Crimea struck Kherson.", "Crimea", "origin"),
        ("Missiles launched from Crimea struck Kherson.", "Kherson", "scene"),
        ("The mayor of Poltava said that a depot was hit in Lubny.", "Poltava", "body"),
        ("The mayor of Poltava said that a depot was hit in Lubny.", "Lubny", "scene"),
        ("The Lviv regional governor said that nobody was hurt.", "Lviv", "body"),
        ("Officials in the Sumy administration reported shelling.", "Sumy", "body"),
        ("A plane fell 30 km north of Kyiv.", "Kyiv", "reference"),
        ("Troops drove them 35 km away from Brovary.", "Brovary", "reference"),
        ("A missile hit a flat in Kharkiv's Saltivka district.", "Kharkiv", "reference"),
        ("A missile hit a flat in Kharkiv's Saltivka district.", "Saltivka", "scene"),
        ("Shells fell on Kharkiv’s Saltivka and Kyivskyi districts.", "Kharkiv", "reference"),
        ("A village in Kharkiv's Kupiansk district was hit.", "Kharkiv", "reference"),
        ("Kharkiv's mayor said that the Saltivka district was hit.", "Kharkiv", "body"),
        ("Troops clashed at Fastiv, 40 miles southwest of Kyiv.", "Kyiv", "reference"),
        ("Troops clashed at Fastiv, 40 miles southwest of Kyiv.", "Fastiv", "scene"),
        ("A village west of Kharkiv was shelled.", "Kharkiv", "reference"),
        ("The Kharkiv police reported a blast.", "Kharkiv", "body"),
        ("Shells fell on the outskirts of Nikopol.", "Nikopol", "scene"),
        ("A family from Mariupol reached Lviv.", "Mariupol", "origin"),
    ],
)
def test_a_name_has_the_role_of_its_syntax(text: str, name: str, role: str, gaz: Lookup) -> None:
    assert mentions(text, gaz)[name].role == role


@pytest.mark.parametrize(
    ("text", "km", "bearing"),
    [
        ("A plane fell 30 km north of Kyiv.", 30.0, 0.0),
        ("A plane fell 25 miles south of Kyiv.", 40.2336, 180.0),
        ("A plane fell some ten kilometres south-west of Kyiv.", 10.0, 225.0),
        ("A plane fell a dozen miles east of Kyiv.", 19.3121, 90.0),
        ("A plane fell 8.5 km from Kyiv.", 8.5, None),
        ("A plane fell about 1,000 km east of Kyiv.", 1000.0, 90.0),
        ("A plane fell 60 nautical miles south of Odesa.", 111.12, 180.0),
    ],
)
def test_a_distance_is_read_in_kilometres_with_its_direction(
    text: str, km: float, bearing: float | None, gaz: Lookup
) -> None:
    (mention,) = mentions(text, gaz).values()
    assert mention.distance_km == pytest.approx(km, rel=1e-3)
    assert mention.bearing == bearing


def test_names_in_one_list_share_their_group(gaz: Lookup) -> None:
    found = mentions("Missiles were fired at the cities of Sumy, Poltava and Mariupol.", gaz)
    assert len({m.group for m in found.values()}) == 1
    assert set(found) == {"Sumy", "Poltava", "Mariupol"}


@pytest.mark.parametrize(
    ("text", "field", "words"),
    [
        ("Shells fell on the northern outskirts of Kharkiv.", "part", "northern outskirts"),
        ("Shells fell on the airport in Kherson.", "facility", "airport"),
        ("Shells fell on the Fastiv hospital.", "facility", "hospital"),
        ("Shells fell in the city of Kherson.", "cue", "city"),
    ],
)
def test_the_words_beside_a_name_are_kept(text: str, field: str, words: str, gaz: Lookup) -> None:
    (mention,) = mentions(text, gaz).values()
    assert getattr(mention, field) == words


@pytest.mark.parametrize(
    ("words", "degrees"),
    [("north", 0), ("southern", 180), ("south-west", 225), ("northeastern", 45), ("eastwards", 90), ("central", None)],
)
def test_a_direction_is_degrees_clockwise_from_north(words: str, degrees: float | None) -> None:
    assert offsets.bearing(words) == degrees


@pytest.mark.parametrize(
    "text", ["Shelled overnight, Sumy lost its water main.", "Hit by two missiles, Sumy went dark."]
)
def test_a_participle_that_opens_a_sentence_is_done_to_its_subject(text: str, tell: Tell) -> None:
    assert [event.location.name for event in tell(text).events if event.location] == ["Sumy"]
