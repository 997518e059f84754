"""The day of an event: its own phrase, else what was told before it."""

import pytest

from tests.conftest import Tell


def test_what_a_raid_is_compared_with_is_not_where_it_was(tell: Tell) -> None:
    told = tell("It was the worst raid since Thursday, when rockets hit a depot in Sumy.").events
    assert [e.when.first.isoformat() for e in told if e.location is not None] == ["2022-02-24"]


@pytest.mark.parametrize("words", ["That night", "That same night", "The same evening"])
def test_that_night_is_the_night_told_before(words: str, tell: Tell) -> None:
    text = f"A missile hit a depot in Sumy on Thursday night.\n\n{words} a blast wrecked a bridge in Konotop."
    assert {event.when.first.isoformat() for event in tell(text).events} == {"2022-02-24"}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Amid fighting in Sumy, officials praised a push that had made gains in the past two weeks.", "2022-02-26"),
        ("Rockets that were fired on Thursday hit a depot in Sumy.", "2022-02-24"),
        ("Sumy was struck in the first raid on the town since the middle of February.", "2022-02-26"),
        ("Shells hit a plant in Sumy, its owner accusing the gunners of breaking Friday's truce.", "2022-02-26"),
        ("Since a ministry moved there on Thursday, shells have hit Sumy.", "2022-02-26"),
        ("Missiles hit Sumy before Friday's talks.", "2022-02-26"),
        ("A bridge was blown up in Sumy; the others had been unusable since January.", "2022-02-26"),
        ("Sumy was shelled all day on Friday.", "2022-02-25"),
        ("The town was left on Thursday. Fighting went on all day in Sumy.", "2022-02-26"),
        ("Missiles struck a plant in Friday's raid on Sumy.", "2022-02-25"),
        ("In Sumy two days ago a family died when a drone hit a depot; they were buried on Friday.", "2022-02-24"),
        ("A missile hit Sumy two days after an accord was signed on Wednesday.", "2022-02-26"),
        ("The reporter, who was in Grozny in 1999, was killed by a shell in Sumy on Friday.", "2022-02-25"),
        ("The mayor, who was abducted last week, told of the shelling of Sumy.", "2022-02-26"),
        ("It was the worst raid since Thursday, when rockets hit a depot in Sumy.", "2022-02-24"),
        ("Trams have stood still since 22 February, when drones hit a depot in Sumy.", "2022-02-22"),
        ("It was the worst raid since Thursday when rockets hit Sumy overnight, police said.", "2022-02-26"),
    ],
)
def test_a_day_of_another_things_clause_is_not_the_events(text: str, day: str, tell: Tell) -> None:
    assert {event.when.first.isoformat() for event in tell(text).events} == {day}


@pytest.mark.parametrize(
    ("before", "day"),
    [
        ("On Thursday the minister went there.", "2022-02-24"),
        ("Since it began in February the war has spread.", "2022-02-26"),
        ("After Thursday's talks the minister went there.", "2022-02-26"),
    ],
)
def test_a_sentence_lends_its_day_only_where_it_tells_when_things_happened(before: str, day: str, tell: Tell) -> None:
    assert {e.when.first.isoformat() for e in tell(f"{before} A missile hit a school in Sumy.").events} == {day}


def test_what_exploded_is_of_the_day_on_which_it_came(tell: Tell) -> None:
    text = "A missile hit a farm in Sumy on Thursday.\n\nIt exploded beside a barn in Sumy."
    assert {event.when.first.isoformat() for event in tell(text).events} == {"2022-02-24"}


RAID = "Missiles and drones hit Sumy and Lviv on Thursday, officials said.\n\n"


@pytest.mark.parametrize("after", ["A drone wrecked a house in Konotop.", "In Konotop a power station was struck."])
def test_a_raid_of_the_lead_lends_its_day_to_what_is_told_of_it_later(after: str, tell: Tell) -> None:
    told = [e.when for e in tell(RAID + after).events if e.location and e.location.name == "Konotop"]
    assert [(w.first.isoformat(), w.precision, w.basis) for w in told] == [("2022-02-24", "day", "inherited")]


@pytest.mark.parametrize(
    "after",
    [
        "Shells fell on houses in Konotop, killing two.",
        "Konotop had already been hit by missiles.",
        "Troops captured Konotop.",
    ],
)
def test_a_lead_lends_no_day_to_guns_or_to_another_time(after: str, tell: Tell) -> None:
    told = [e.when for e in tell(RAID + after).events if e.location and e.location.name == "Konotop"]
    assert {when.basis for when in told} == {"publication"}


@pytest.mark.parametrize(
    ("words", "day"),
    [("Two days later", "2022-02-24"), ("Hours later", "2022-02-22"), ("The next day", "2022-02-23")],
)
def test_what_came_later_counts_from_the_event_told_before(words: str, day: str, tell: Tell) -> None:
    text = f"A drone hit a depot in Sumy on Tuesday.\n\n{words} a missile struck a farm in Konotop."
    assert [e.when.first.isoformat() for e in tell(text).events][1:] == [day]


@pytest.mark.parametrize(
    "text",
    [
        "Two hours after the speech missiles hit Lviv.",
        "Hours after the sinking, powerful explosions were heard in Lviv.",
        "Minutes after he spoke, rockets struck Lviv.",
        "A day after Russia attacked Odesa, missiles hit Lviv.",
    ],
)
def test_what_happened_after_something_else_is_told_and_not_only_counted_from(text: str, tell: Tell) -> None:
    assert {e.location.name for e in tell(text).events if e.location is not None} == {"Lviv"}


@pytest.mark.parametrize(
    "text",
    [
        "Two days after missiles hit Lviv, the pope called for peace.",
        "The minister resigned a week after shells fell on Lviv.",
    ],
)
def test_what_another_thing_is_counted_from_is_set_aside(text: str, tell: Tell) -> None:
    assert (tell(text).events, [r.stage for r in tell(text).rejections]) == ((), ["time"])


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Balakliia, retaken on Tuesday, was shelled.", ["2022-02-26"]),
        ("Rockets hit Balakliia, retaken on Tuesday.", ["2022-02-26"]),
        ("Izium, captured in April, was shelled by the rebels.", ["2022-02-26"]),
        ("A school in Sumy, closed since January, was hit by a shell.", ["2022-02-26"]),
        ("Saraqib, bombed since Sunday, was hit by rockets on Tuesday.", ["2022-02-22"]),
        ("On Tuesday rockets hit Sumy, held by the army since January.", ["2022-02-22"]),
        ("A drone, launched on Tuesday, hit a depot in Sumy.", ["2022-02-22"]),
        ("The shelling of Sumy, reported on Tuesday by the staff, killed two.", ["2022-02-22"]),
        ("Rockets hit Sumy, killing two people on Tuesday.", ["2022-02-22"]),
    ],
)
def test_the_day_of_a_clause_cut_short_is_that_clauses_alone(text: str, days: list[str], tell: Tell) -> None:
    assert [e.when.first.isoformat() for e in tell(text).events] == days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Artillery fired on Izium through the night in spite of Tuesday's promise.", ["2022-02-26"]),
        ("Shells fell on Irpin in breach of Monday's ceasefire.", ["2022-02-26"]),
        ("Rockets hit Lutsk in spite of an agreement reached on Tuesday.", ["2022-02-26"]),
        ("Rockets hit Lutsk, contrary to Sunday's assurances.", ["2022-02-26"]),
        ("On Tuesday rockets hit Poltava in revenge for the raid on Belgorod.", ["2022-02-22"]),
        ("Rockets hit Lubny on Wednesday despite a truce agreed on Monday.", ["2022-02-23"]),
        ("Makariv was shelled in Tuesday's attack.", ["2022-02-22"]),
    ],
)
def test_the_day_of_what_it_was_done_in_spite_of_is_not_its_own(text: str, days: list[str], tell: Tell) -> None:
    assert [e.when.first.isoformat() for e in tell(text).events] == days


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("A shell hit a school in Nikopol last night.", ["2022-02-22"]),
        ("Shells fell on Marhanets the previous day.", ["2022-02-22"]),
        ("Shells fell on Marhanets today.", ["2022-02-23"]),
        ("Shells fell on Marhanets on Monday.", ["2022-02-21"]),
        ("Shells fell on Marhanets on 21 February.", ["2022-02-21"]),
        ("Shells fell on Marhanets.", ["2022-02-23"]),
    ],
)
@pytest.mark.parametrize(
    "heading",
    [
        "Wednesday 23 February",
        "Daily report of the observers, based on information received until 19.30 on 23 February.",
    ],
)
def test_yesterday_under_a_day_counts_from_that_day(heading: str, words: str, days: list[str], tell: Tell) -> None:
    assert [e.when.first.isoformat() for e in tell(f"{heading}\n\n{words}").events] == days


def test_what_continues_is_not_of_last_week(tell: Tell) -> None:
    told = tell(
        "Troops pulled back from a part of Lyman last week. Beyond the canal there, fighting continued, he said."
    )
    assert [e.when.first.isoformat() for e in told.events] == ["2022-02-14", "2022-02-26"]


def test_what_a_clause_cut_short_recalls_is_no_day_for_what_follows(tell: Tell) -> None:
    told = tell("Rescuers worked in Lubny, bombed on Tuesday. Two people were killed when troops fired on a boat.")
    assert told.events[-1].when.first.isoformat() == "2022-02-26"


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Troops left Makariv on Wednesday and Irpin by Friday.",
         {"Makariv": ["2022-02-23"], "Irpin": ["2022-02-25"]}),
        ("They struck Odesa with missiles on Monday and Mykolaiv with drones on Tuesday.",
         {"Odesa": ["2022-02-21"], "Mykolaiv": ["2022-02-22"]}),
        ("Rebels seized Saraqib on Monday and Khan Shaykhun two days later.",
         {"Saraqib": ["2022-02-21"], "Khān Shaykhūn": ["2022-02-23"]}),
        ("Rockets hit Sumy on Monday and Poltava celebrated on Tuesday.", {"Sumy": ["2022-02-21"]}),
        ("Kharkiv was shelled on Monday and again on Wednesday.", {"Kharkiv": ["2022-02-21", "2022-02-23"]}),
        ("Drones attacked Rivne on Monday and then again the next day.", {"Rivne": ["2022-02-21", "2022-02-22"]}),
        ("Lviv was hit on Monday, and again sirens sounded on Tuesday.", {"Lviv": ["2022-02-21"]}),
        ("Lviv was hit on Monday and the mayor spoke again on Tuesday.", {"Lviv": ["2022-02-21"]}),
    ],
)  # fmt: skip
def test_each_place_has_the_day_that_it_is_told_with(text: str, days: dict[str, list[str]], tell: Tell) -> None:
    told: dict[str, list[str]] = {}
    for e in tell(text).events:
        told.setdefault(e.location.name if e.location else "", []).append(e.when.first.isoformat())
    assert told == days
