"""Denials that stand alone: whom they answer in other articles, and that they make no incident of their own."""

import datetime as dt

import pytest

from pipeline import run
from pipeline.models import Event, Incident
from tests.conftest import Tell, story

MONDAY = dt.date(2022, 6, 27)
DENIED = [
    ("Ukraine denied that the town of Lyman had fallen to Russian forces.", "capture", "Lyman", "Ukraine"),
    ("Moscow denied that it had shelled Kharkiv on Sunday.", "strike", "Kharkiv", "Moscow"),
    ("Bakhmut has not been captured, the Ukrainian army said.", "capture", "Bakhmut", "the Ukrainian army"),
    ("Vuhledar remained under Ukrainian control, the army in Kyiv said.", "capture", "Vuhledar", "the army in Kyiv"),
    ("Kyiv said it still held Bakhmut.", "capture", "Bakhmut", "Kyiv"),
]
NOT_DENIED = [
    "Ukraine did not deny that the town of Lyman had fallen.",
    "Moscow denied that it had shelled the region of Kharkiv.",  # which of many shellings is not said
    "Analysts denied that the town of Lyman had fallen.",  # no side of the war
    "Bakhmut could not be captured, the Ukrainian army said.",
    "Moscow said that Bakhmut was still in Ukrainian hands.",
    "Moscow denied that talks had been held in Lyman.",
    "Kyiv said that fighting near Bakhmut was still going on.",
]


@pytest.mark.parametrize(("text", "kind", "place", "claimant"), DENIED, ids=[row[0] for row in DENIED])
def test_a_side_that_denies_it_is_kept_with_kind_and_place_and_tells_no_event(
    text: str, kind: str, place: str, claimant: str, tell: Tell
) -> None:
    told = tell(text)
    found = [(one.kind, one.location.name, one.reports[0].claimant) for one in told.denials if one.location]
    assert (told.events, found) == ((), [(kind, place, claimant)])


@pytest.mark.parametrize("text", NOT_DENIED)
def test_what_denies_nothing_or_does_not_say_where_is_no_denial(text: str, tell: Tell) -> None:
    assert tell(text).denials == ()


def told(*articles: tuple[int, str]) -> tuple[Incident, ...]:
    """The incidents of articles published that many days after Monday."""
    read = [story(text, day=MONDAY + dt.timedelta(day), name=f"{k}.txt") for k, (day, text) in enumerate(articles)]
    return run.situate(read, run.extract(read)).incidents


TAKEN = (0, "Russia said on Monday that its troops had captured Vuhledar.")
HIT = (0, "A missile hit a shopping mall in Kremenchuk on Monday, the governor said.")


@pytest.mark.parametrize(
    ("one", "denial", "status"),
    [
        pytest.param(TAKEN, (1, "Kyiv denied that Russia had captured Vuhledar."), "disputed", id="the same"),
        pytest.param(TAKEN, (1, "Vuhledar was still in Ukrainian hands, Kyiv said."), "disputed", id="it is held"),
        pytest.param(TAKEN, (9, "Kyiv denied that Russia had captured Vuhledar."), "claimed", id="days later"),
        pytest.param(TAKEN, (1, "Kyiv denied that Russia had captured Marinka."), "claimed", id="another town"),
        pytest.param(TAKEN, (1, "Kyiv denied that its troops had withdrawn from Vuhledar."), "claimed", id="kind"),
        pytest.param(HIT, (1, "Russia denied hitting a mall in Kremenchuk."), "disputed", id="the same target"),
        pytest.param(HIT, (1, "Russia denied on Tuesday that a missile hit Odesa."), "claimed", id="another city"),
    ],
)
@pytest.mark.parametrize("turned", [False, True], ids=["denied later", "denial read first"])
def test_a_denial_joins_what_another_article_tells_of_the_same(
    one: tuple[int, str], denial: tuple[int, str], status: str, turned: bool
) -> None:
    (incident,) = told(*((denial, one) if turned else (one, denial)))
    assert incident.status == status
    assert incident.when.first == MONDAY
    assert ("denied in" in (incident.merge_reason or "")) == (status == "disputed")


def test_a_claim_that_the_sentence_itself_reports_is_told_and_disputed(tell: Tell) -> None:
    (event,) = tell("Ukraine's military rejected Russia's claim that its troops had captured Kupiansk.").events
    assert [(r.claimant, r.stance) for r in event.reports] == [("Russia", "claims"), ("Ukraine's military", "denies")]


def test_a_denial_of_what_nobody_tells_makes_no_incident() -> None:
    assert told((0, "Kyiv denied that Russia had captured Vuhledar.")) == ()


def test_a_denial_never_lends_its_days(tell: Tell) -> None:
    (event,) = tell("Kyiv denied that Russia had captured Vuhledar.", day=MONDAY).denials
    assert isinstance(event, Event)
    assert (event.when.first, event.when.last) == (MONDAY - dt.timedelta(3), MONDAY)
