"""What is set right by hand stays right after every build, and never slips onto something else."""

import datetime as dt
import io
import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import corrections, exports
from pipeline.build import build
from pipeline.errors import SituationMapError, StoreError
from pipeline.models import Correction, Incident, Location
from pipeline.store import Store
from tests import factories
from tests.test_build import pipeline, reading  # noqa: F401 a fixture
from tests.test_store import articles, canonical, fill

NOON = dt.datetime(2022, 3, 1, 12, tzinfo=dt.UTC)
KINDS = ("strike", "explosion", "capture")
ODESA = corrections.place(
    Location("geonames:698740", "Odesa", 46.4857, 30.7438, "UA", "Odesa", "settlement", 8.5, "corrected", "Odesa")
)


def correct(incident: Incident, field: str, value: str, *, at: dt.datetime = NOON) -> Correction:
    return corrections.make(incident, field, value, kinds=KINDS, reason="the mayor erred", author="A. Editor", at=at)


def applied(incident: Incident, *made: Correction) -> Incident:
    (found,) = corrections.apply([incident], made).incidents
    return found


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        ("kind", "explosion", lambda one: one.kind == "explosion" and one.headline == "Explosion in Kyiv"),
        ("status", "disputed", lambda one: one.status == "disputed" and "A. Editor" in one.status_reason),
        ("day", "2022-03-01", lambda one: one.when.first == one.when.last == dt.date(2022, 3, 1)),
        ("day", "2022-03-01/2022-03-03", lambda one: (one.when.last.day, one.when.precision) == (3, "range")),
        ("place", ODESA, lambda one: (one.location.name, one.location.basis) == ("Odesa", "corrected")),
        ("place", ODESA, lambda one: one.headline == "Missile strike on a residential building in Odesa"),
        ("place", "none", lambda one: one.location is None and "A. Editor" in one.unplaced_reason),
    ],
)
def test_a_correction_is_laid_over_what_was_read_and_keeps_it(field, value, shown):
    one = factories.incident()
    made = correct(one, field, value)
    found = applied(one, made)
    assert shown(found)
    assert found.id == one.id
    assert found.reports == one.reports
    assert found.corrections == (made,)
    assert made.old == corrections.written(one, field)


def test_an_incident_without_a_place_can_be_given_one():
    one = factories.unplaced()
    found = applied(one, correct(one, "place", ODESA))
    assert found.location.name == "Odesa"
    assert found.unplaced_reason is None


def test_the_last_correction_of_a_field_stands_and_all_are_kept():
    one = factories.incident()
    first, second = correct(one, "kind", "capture"), correct(one, "kind", "explosion", at=NOON + dt.timedelta(hours=1))
    for order in ([first, second], [second, first]):
        found = applied(one, *order)
        assert found.kind == "explosion"
        assert found.corrections == (first, second)


def test_a_correction_can_be_taken_back_and_stays_on_record():
    one = factories.incident()
    back = correct(one, "kind", "original", at=NOON + dt.timedelta(hours=1))
    found = applied(one, correct(one, "kind", "capture"), back)
    assert found.kind == one.kind
    assert len(found.corrections) == 2


def test_a_hidden_incident_is_listed_with_its_reason_and_quote():
    one = factories.incident()
    found = corrections.apply([one], [correct(one, "hidden", "yes")])
    assert found.incidents == ()
    (listed,) = found.rejections
    assert listed.reason == "hidden by A. Editor: the mayor erred (Missile strike in Kyiv)"
    assert listed.quote == one.reports[0].quote


def test_a_correction_finds_its_incident_when_another_voice_has_joined_it():
    one = factories.incident()
    grown = replace(one, id="cccc000000000000", reports=(*one.reports, factories.report(quote="It was so.", start=90)))
    assert applied(grown, correct(one, "kind", "capture")).kind == "capture"


def test_a_correction_finds_its_incident_when_the_rest_of_the_article_has_changed():
    one = factories.incident()
    moved = factories.report(article_sha256="0" * 64, start=99, end=99 + len(factories.QUOTE))
    assert applied(replace(one, id="c" * 16, reports=(moved,)), correct(one, "day", "2022-03-01")).when.first.month == 3


def test_a_correction_stays_with_its_town_where_one_sentence_tells_of_three():
    towns = [
        factories.incident(id=f"{n}" * 16, location=factories.location(place_id=f"geonames:{n}", name=f"Town {n}"))
        for n in range(3)
    ]
    made = correct(towns[1], "hidden", "yes")
    now = [replace(one, id=f"{n + 5}" * 16) for n, one in enumerate(towns)]
    found = corrections.apply(now, [made])
    assert [one.location.name for one in found.incidents if one.location] == ["Town 0", "Town 2"]


@pytest.mark.parametrize(
    "changed",
    [
        {"kind": "capture"},
        {"location": None},
        {"location": factories.location(place_id="geonames:1")},
        {"reports": (factories.report(quote="Somebody else spoke."),)},
    ],
)
def test_a_correction_is_never_laid_over_what_is_read_otherwise_now_but_listed(changed):
    one = factories.incident()
    made = correct(one, "hidden", "yes")
    now = replace(one, id="d" * 16, **changed)
    found = corrections.apply([now], [made])
    assert found.incidents == (now,)
    assert found.orphans == (made,)
    (listed,) = found.rejections
    assert "look again" in listed.reason
    assert "hidden: no -> yes, by A. Editor on 2022-03-01: the mayor erred" in listed.reason


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("headline", "Peace"),
        ("kind", "picnic"),
        ("status", "verified"),
        ("hidden", "maybe"),
        ("day", "2022-02-30"),
        ("day", "2022-03-02/2022-03-01"),
        ("day", "2022-03-02/2022-03-03/2022-03-04"),
        ("day", ""),
    ],
)
def test_what_can_not_be_is_refused_in_words(field, value):
    with pytest.raises(SituationMapError, match="found"):
        correct(factories.incident(), field, value)


@pytest.mark.parametrize("missing", ["reason", "author"])
def test_a_correction_without_reason_or_author_is_refused(missing):
    words = {"reason": "so", "author": "me", missing: "  "}
    with pytest.raises(SituationMapError, match=missing):
        corrections.make(factories.incident(), "kind", "capture", kinds=KINDS, at=NOON, **words)


choices = st.lists(st.tuples(st.sampled_from(["kind", "hidden", "day"]), st.integers(0, 3)), max_size=6)


@given(choices, st.permutations(range(6)))
@settings(deadline=None)
def test_no_correction_is_ever_lost(chosen, order):
    """Each is on a shown incident, hides one, or is an orphan; in whatever order they are kept."""
    values = {"kind": "capture", "hidden": "yes", "day": "2022-03-01"}
    incidents = [
        factories.incident(id=f"{n}" * 16, location=factories.location(place_id=f"geonames:{n}")) for n in range(4)
    ]
    made = [
        correct(incidents[n], field, values[field], at=NOON + dt.timedelta(minutes=k))
        for k, (field, n) in enumerate(chosen)
    ]
    shuffled = [made[k] for k in order if k < len(made)]
    found = corrections.apply(incidents[:3], shuffled)
    shown = {each for one in found.incidents for each in one.corrections}
    gone = {one.id for one in incidents[:3]} - {one.id for one in found.incidents}
    assert len(found.hidden) == len(gone)
    assert shown | set(found.orphans) | {each for each in made if each.incident in gone} == set(made)
    assert found == corrections.apply(incidents[:3], made)


def test_exports_tell_what_was_corrected_by_whom_and_what_it_was():
    one = factories.incident()
    stream = io.StringIO()
    exports.write("geojson", [applied(one, correct(one, "kind", "capture"))], stream)
    (feature,) = json.loads(stream.getvalue())["features"]
    assert feature["properties"]["corrections"] == [
        {
            "field": "kind",
            "old": "strike",
            "new": "capture",
            "reason": "the mayor erred",
            "author": "A. Editor",
            "at": "2022-03-01T12:00:00+00:00",
        }
    ]


# --- in the store ---------------------------------------------------------------------------------------------------


def test_a_correction_outlives_saves_and_shows_in_the_generation(where):
    with Store.open(where) as store:
        fill(store, 2)
        before = store.generation()
        made = store.correct("0000000000000001", lambda one: [correct(one, "kind", "capture")])
        assert store.generation() != before
        fill(store, 3, actor="somebody else", version="2")
        assert [one.kind for one in store.situation().incidents] == ["strike", "capture", "strike"]
        assert store.corrections() == (made, ())


@pytest.mark.parametrize("words", ["nothing", "0000", "%", "___"])
def test_an_id_of_none_or_many_is_refused(where, words):
    with Store.open(where) as store:
        fill(store, 2)
        with pytest.raises(StoreError, match=r"no incident|more than one"):
            store.correct(words, lambda one: [correct(one, "kind", "capture")])


def test_a_refused_correction_keeps_nothing(where):
    with Store.open(where) as store:
        fill(store, 1)
        with pytest.raises(SituationMapError):
            store.correct("0", lambda one: [correct(one, "kind", "capture"), correct(one, "day", "never")])
        assert store.corrections() == ((), ())


def test_corrections_of_one_store_can_be_brought_to_another(new_store):
    one, other = new_store(), new_store()
    with Store.open(one) as store:
        fill(store, 2)
        made = store.correct("0000000000000001", lambda one: [correct(one, "place", ODESA)])
    with Store.open(other) as store:
        assert store.restore(made) == 1
        assert store.restore(made) == 0
        fill(store, 2)
    assert canonical(one) == canonical(other)


def test_a_correction_outlives_builds_that_change_the_incidents_id(where, pipeline):  # noqa: F811
    first, second = articles(2)
    build(reading(first), where)
    with Store.open(where) as store:
        (one,) = store.situation().incidents
        store.correct(one.id, lambda one: [correct(one, "day", "2022-03-01")])
    build(reading(second), where)
    with Store.open(where, readonly=True) as store:
        days = {one.reports[0].article_sha256: one.when.first for one in store.situation().incidents}
    assert days == {first.sha256: dt.date(2022, 3, 1), second.sha256: factories.DAY}
