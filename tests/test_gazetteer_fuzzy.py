"""Names the gazetteer lacks lead to names spelled alike, in Ukraine and its neighbours only."""

import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer import build, fuzzy
from gazetteer.file import File
from gazetteer.lookup import Lookup
from gazetteer.names import key
from tests.gazetteer_fixtures import real_gazetteer

LETTERS = "abcdefghijklmnopqrstuvwxyzабвгдежзиіїйклмнопрстуфхцчшщюяє"


@pytest.fixture(scope="module")
def opened() -> fuzzy.Spellings:
    return fuzzy.Spellings(File(build.spelled(build.default_path(), real_gazetteer().digest)))


@pytest.fixture(scope="module")
def keys(opened: fuzzy.Spellings) -> list[str]:
    """Every tenth indexed spelling of six letters or more."""
    rows = opened._file.rows("SELECT key FROM spelling WHERE number % 10 = 0 AND length(key) >= 6")
    return [spelling for (spelling,) in rows]


def names(gazetteer: Lookup, name: str, **options: object) -> list[str]:
    return [match.place.name for match in gazetteer.similar(name, **options)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hulyaipole", "gulyaipole"),
        ("hulyaipole", "huliaipole"),
        ("klishchiivka", "kleshcheevka"),
        ("kharkiv", "kharkov"),
        ("vinnytsia", "vinnitsa"),
        ("sievierodonetsk", "severodonetsk"),
        ("avdiivka", "авдіївка"),
        ("вугледар", "vuhledar"),
        ("chasiv yar", "часов яр"),
    ],
)
def test_transliterations_of_one_name_sound_the_same(one: str, other: str) -> None:
    assert fuzzy.sound(one) == fuzzy.sound(other) != ""


@pytest.mark.parametrize("name", ["kyiv", "lviv", "oiiya", "", "   "])
def test_a_name_of_few_consonants_has_no_sound_to_go_by(name: str) -> None:
    assert fuzzy.sound(name) in ("", "lv-v")


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("Klishchivka", "Klishchiivka"),
        ("Hulyaypolye", "Huliaipole"),
        ("Mariopol", "Mariupol"),
        ("Mariupl", "Mariupol"),
        ("Bakmut", "Bakhmut"),
        ("Berdyannsk", "Berdiansk"),
        ("Vasylkow", "Vasylkiv"),
        ("Zaporizzhya", "Zaporizhzhia"),
    ],
)
def test_a_name_spelled_another_way_leads_to_the_town(asked: str, meant: str) -> None:
    match = real_gazetteer().similar(asked)[0]
    assert match.place.name == meant
    assert "spelled like" in match.says


def test_another_transliteration_comes_before_a_slip() -> None:
    found = [match.by for match in real_gazetteer().similar("Mariopol")]
    assert found == sorted(found, key=["sound", "letter"].index)
    assert len(set(found)) == 2


@pytest.mark.parametrize("name", ["Kyyv", "Lvov", "Sumi", "", "x", "Qwrtzplkjh", "x" * 5000, "\x00\ud800kkkkkk"])
def test_short_and_senseless_names_are_like_nothing(name: str) -> None:
    assert real_gazetteer().similar(name) == ()


@pytest.mark.parametrize("name", ["Manchestar", "Melborne", "Chicagoo"])
def test_far_from_ukraine_nothing_is_guessed(name: str) -> None:
    assert all(match.place.country_code in fuzzy.COUNTRIES for match in real_gazetteer().similar(name))
    assert not {"Manchester", "Melbourne", "Chicago"} & set(names(real_gazetteer(), name))


def test_the_country_asked_for_is_kept_to() -> None:
    gazetteer = real_gazetteer()
    assert "Mariupol" in names(gazetteer, "Mariopol", country_codes=["ua"])
    assert "Mariupol" not in names(gazetteer, "Mariopol", country_codes=["PL"])
    assert names(gazetteer, "Mariopol", country_codes=["US"]) == []


def test_a_slip_places_nothing() -> None:
    assert real_gazetteer().candidates("Mariopol") == ()


@given(data=st.data())
@settings(max_examples=300, deadline=None)
def test_every_single_slip_in_a_known_name_is_found(
    keys: list[str], opened: fuzzy.Spellings, data: st.DataObject
) -> None:
    known = data.draw(st.sampled_from(keys))
    at = data.draw(st.integers(0, len(known) - 1))
    letter = data.draw(st.sampled_from(LETTERS))
    slips = {
        "less": known[:at] + known[at + 1 :],
        "more": known[:at] + letter + known[at:],
        "other": known[:at] + letter + known[at + 1 :],
        "exchanged": known[:at] + known[at + 1 : at + 2] + known[at] + known[at + 2 :],
    }
    slip = slips[data.draw(st.sampled_from(sorted(slips)))]
    if slip == known or key(slip) != slip:
        return
    assert known in [spelling for spelling, _, _ in opened.like(slip)]


@given(st.text("abcd", max_size=7), st.text("abcd", max_size=7))
@settings(max_examples=500)
def test_one_edit_is_a_distance_of_one(one: str, other: str) -> None:
    """Against the textbook definition: all strings that one edit of `one` gives."""
    edits = {one[:i] + one[i + 1 :] for i in range(len(one))}
    edits |= {one[:i] + letter + one[i + taken :] for i in range(len(one) + 1) for letter in "abcd" for taken in (0, 1)}
    edits |= {one[:i] + one[i + 1] + one[i] + one[i + 2 :] for i in range(len(one) - 1)}
    assert fuzzy.one_edit(one, other) == (other in edits - {one})
    assert fuzzy.one_edit(one, other) == fuzzy.one_edit(other, one)


def test_the_same_names_give_the_same_index() -> None:
    def built() -> list[tuple]:
        file = sqlite3.connect(":memory:")
        file.executescript(
            "CREATE TABLE place (number INTEGER PRIMARY KEY, country_code TEXT);"
            "CREATE TABLE name (key TEXT, number INTEGER, weight REAL);"
            "INSERT INTO place VALUES (1, 'UA'), (2, 'US');"
            "INSERT INTO name VALUES ('bakhmut', 1, 0.5), ('kyiv', 1, 0.4), ('chicago', 2, 0.9);" + fuzzy.TABLES
        )
        fuzzy.index(file)
        rows = file.execute("SELECT * FROM alike").fetchall() + file.execute("SELECT key FROM spelling").fetchall()
        file.close()
        return rows

    assert built() == built()
    assert [row[0] for row in built() if len(row) == 1] == ["bakhmut"]
