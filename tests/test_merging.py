"""One happening told twice is one incident, two happenings stay two: in one article and over two of them."""

import datetime as dt

import pytest

from pipeline import run
from tests.conftest import Tell, story

PAIRS = [
    pytest.param(
        "A missile hit an apartment block in Dnipro on Saturday.",
        "The toll from Saturday's strike on a residential building in Dnipro rose to 30, the governor said.",
        1,
        id="the same strike a day later",
    ),
    pytest.param(
        "A missile hit a school in Kharkiv on Saturday, the mayor said.",
        "A missile hit a hospital in Kharkiv on Saturday, the mayor said.",
        2,
        id="a school and a hospital",
    ),
    pytest.param(
        "A missile hit a school in Kharkiv on Saturday, the mayor said.",
        "Missiles hit Kharkiv on Saturday, police said.",
        1,
        id="a school and who does not say what was hit",
    ),
    pytest.param(
        "Heavy fighting went on near Bakhmut on Saturday, the general staff said.",
        "Ukrainian troops repelled assaults near Bakhmut on Saturday, the ministry said.",
        1,
        id="one battle in other words",
    ),
    pytest.param(
        "Russian forces captured Robotyne on Saturday, Moscow said.",
        "Ukrainian forces captured Robotyne on Saturday, Kyiv said.",
        2,
        id="taken and taken back",
    ),
    pytest.param(
        "Russian troops withdrew from Robotyne on Saturday.",
        "Ukrainian troops withdrew from Robotyne on Saturday.",
        2,
        id="two armies that leave",
    ),
    pytest.param(
        "A transport plane was shot down near Vasylkiv on Friday night.",
        "A second transport plane was shot down near Bila Tserkva on Friday night.",
        2,
        id="a second plane",
    ),
    pytest.param(
        "Shells hit the Saltivka district of Kharkiv on Saturday.",
        "Shells hit the Nemyshlianskyi district of Kharkiv on Saturday.",
        2,
        id="two districts of one city",
    ),
    pytest.param(
        "Shells hit Sievierodonetsk on Saturday.",
        "Shells hit Lysychansk on Saturday.",
        2,
        id="two towns side by side",
    ),
    pytest.param(
        "A missile hit a depot in the Lviv region on Saturday.",
        "A missile hit Krasne on Saturday.",
        2,
        id="a region may hold many",
    ),
    pytest.param(
        "Helicopters landed paratroopers at Hostomel, and heavy fighting followed on Saturday.",
        "Ukrainian troops fought a Russian column near Ivankiv on Saturday.",
        2,
        id="Hostomel is not Ivankiv",
    ),
]


@pytest.mark.parametrize(("first", "second", "expected"), PAIRS)
def test_two_articles_tell_one_happening_or_two(first: str, second: str, expected: int) -> None:
    day = dt.date(2023, 1, 15)
    articles = [
        story(first, day=day, name="a.txt", source="Alpha"),
        story(second, day=day, name="b.txt", source="Beta"),
    ]
    incidents = run.situate(articles, run.extract(articles)).incidents
    assert len(incidents) == expected
    assert {report.article for incident in incidents for report in incident.reports} == {"a.txt", "b.txt"}


def test_agency_copy_in_two_outlets_is_one_voice() -> None:
    text = "Two people were killed when shells hit a market in Nikopol on Saturday, the governor said."
    articles = [story(text, name="a.txt", source="Alpha"), story(f"{text} ", name="b.txt", source="Beta")]
    (incident,) = run.situate(articles, run.extract(articles)).incidents
    assert incident.status == "claimed"
    assert [figure.value for figure in incident.figures] == [2]


def test_agency_copy_in_the_outlets_own_voice_corroborates_nothing() -> None:
    text = "A missile hit a school in Sumy on Saturday."
    articles = [
        story(text, name="a.txt", source="Alpha"),
        story(f"{text} Reporting by B.", name="b.txt", source="Beta"),
    ]
    (incident,) = run.situate(articles, run.extract(articles)).incidents
    assert incident.status == "reported"


def test_what_is_spoken_of_after_another_place_was_named_does_not_join_the_event_before(tell: Tell) -> None:
    text = (
        "The army said that it was fighting armoured columns at Ivankiv. Moscow spoke of an airfield at Hostomel. "
        "Its spokesman said that 200 helicopters had been used in the landing."
    )
    assert [report.trigger for event in tell(text).events for report in event.reports].count("landing") == 0


@pytest.mark.parametrize(
    "text",
    [
        "A missile hit a depot in Sumy on Friday. The blast broke windows.",
        "A missile hit a depot in Sumy on Friday. It exploded beside the gate.",
        "A missile hit a depot in Sumy on Friday, and the blast was heard in Konotop.",
    ],
)
def test_the_blast_of_a_missile_is_no_second_incident(text: str, tell: Tell) -> None:
    assert [(e.kind, e.location.name) for e in tell(text).events if e.location is not None] == [("strike", "Sumy")]


ONE_WRITER = [  # sentences of one article, and where their incidents are
    ("Troops advanced near Kurdiumivka on Saturday. Troops repelled attacks near Klishchiivka on Saturday.", 2),
    ("Troops repelled attacks near Rivnopil on Friday. Fighting went on near Makarivka on Friday, he said.", 2),
    ("Troops fired on a boat near Kherson on Friday. Shells hit a pier in Hola Prystan the same day.", 2),
    ("Heavy fighting went on near Bakhmut on Friday. Troops fought in Bakhmut on Friday.", 1),
    ("Fighting went on near Bakhmut on Friday. Assaults were repelled in Ivanivske near Bakhmut on Friday.", 1),
]


@pytest.mark.parametrize(("text", "expected"), ONE_WRITER, ids=[row[0] for row in ONE_WRITER])
def test_one_writer_gives_one_place_one_name(text: str, expected: int) -> None:
    articles = [story(text)]
    assert len(run.situate(articles, run.extract(articles)).incidents) == expected
