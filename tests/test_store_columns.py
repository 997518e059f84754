"""The packed columns say what the incidents say, whatever was written, corrected or taken away before."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import corrections
from pipeline.models import Extent, Incident
from pipeline.store import Store
from pipeline.store_columns import EPOCH, SIDES, Columns, Spot, pack, unpack
from tests import factories

KINDS = ("strike", "battle", "explosion")


def rows(columns: Columns) -> list[tuple]:
    """Each incident's row in words."""
    return [
        (
            columns.id[k].decode(),
            dt.date.fromordinal(int(columns.first[k]) + EPOCH),
            dt.date.fromordinal(int(columns.last[k]) + EPOCH),
            columns.kinds[columns.kind[k]],
            columns.statuses[columns.status[k]],
            columns.times[columns.time[k]],
            columns.spots[columns.spot[k]] if columns.spot[k] >= 0 else None,
            columns.outlet_sets[columns.outlets[k]],
            columns.weapons[columns.weapon[k]] if columns.weapon[k] >= 0 else None,
            {side for n, side in enumerate(SIDES) if columns.sides[k] >> n & 1},
            int(columns.reports[k]),
        )
        for k in range(len(columns))
    ]


def told(one: Incident) -> tuple:
    where = one.location
    spot = where and Spot(
        where.place_id,
        where.name,
        where.latitude,
        where.longitude,
        where.country,
        where.admin1,
        where.precision,
        where.uncertainty_km,
        where.extent,
    )
    outlets = {each.source for each in one.reports}
    ordered = tuple(sorted(outlets, key=lambda name: (name is not None, name or "")))
    sides = {each.claimant_side for each in one.reports}
    when = (one.when.first, one.when.last)
    count = len(one.reports)
    return (one.id, *when, one.kind, one.status, one.when.precision, spot, ordered, one.weapon, sides, count)


def save(store: Store, *made: Incident) -> None:
    story = factories.article()
    store.save([story], [factories.extraction(story)], factories.situation(*made), "1")


ring = Extent("disk", 50.0, 30.0, 20.0, 5.0)
places = st.none() | st.builds(
    factories.location,
    name=st.sampled_from(["Kyiv", "Київ", ""]),
    latitude=st.sampled_from([50.45, 47.1]),
    place_id=st.sampled_from(["a", "b"]),
    extent=st.sampled_from([None, ring, Extent("area", 50.0, 30.0, 9.0, regions=("UA08", "UA09"))]),
)
reports = st.builds(
    factories.report,
    source=st.sampled_from([None, "", "A", "B"]),
    claimant_side=st.sampled_from(SIDES),
)
incidents = st.builds(
    factories.incident,
    id=st.uuids().map(lambda value: value.hex[: value.int % 16 + 16]),
    kind=st.sampled_from(KINDS),
    when=st.builds(
        lambda first, more: factories.when(first, first + dt.timedelta(more)),
        st.dates(dt.date(1, 1, 1), dt.date(9990, 1, 1)) | st.dates(dt.date(2022, 1, 25), dt.date(2022, 2, 5)),
        st.integers(0, 400),
    ),
    location=places,
    weapon=st.sampled_from([None, "", "missile"]),
    status=st.sampled_from(["claimed", "disputed"]),
    reports=st.lists(reports, min_size=1, max_size=3).map(tuple),
)
several = st.lists(incidents, unique_by=lambda one: one.id, max_size=8)


@given(before=several, after=several, kept=st.integers(0, 8))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_columns_say_what_the_incidents_say_after_any_two_saves(new_store, before, after, kept):
    now = list({one.id: one for one in [*before[:kept], *after]}.values())
    with Store.open(new_store()) as store:
        save(store, *before)
        save(store, *now)
        ordered = sorted(now, key=lambda one: (one.when.first, one.id))
        assert rows(store.columns()) == [told(one) for one in ordered]
        first, last = dt.date(2022, 1, 28), dt.date(2022, 2, 2)
        met = [told(one) for one in ordered if one.when.first <= last and one.when.last >= first]
        assert rows(store.columns(first, last)) == met
        assert set(store.columns(first, last).spots) == {row[6] for row in met} - {None}
        for place in ("a", "b"):
            assert store.at_place(place) == tuple(
                one.id for one in ordered if one.location and one.location.place_id == place
            )


def test_corrections_are_in_the_columns_and_leave_them_when_taken_back(where):
    other = factories.incident(id="cccc000000000000", when=factories.when(dt.date(2022, 5, 1)))
    one = factories.incident()
    elsewhere = corrections.place(factories.location(place_id="x", name="Elsewhere", latitude=49.0))
    steps = [("day", "2021-12-30"), ("kind", "explosion"), ("place", elsewhere), ("hidden", "yes")]
    with Store.open(where) as store:
        save(store, one, other)
        fresh = rows(store.columns())
        for n, (field, value) in enumerate([*steps, *((field, "original") for field, _ in reversed(steps))]):
            at = factories.AT + dt.timedelta(n)
            store.correct(
                one.id,
                lambda read, field=field, value=value, at=at: [
                    corrections.make(read, field, value, kinds=KINDS, reason="r", author="a", at=at)
                ],
            )
            shown = store.situation().incidents
            assert rows(store.columns()) == [told(each) for each in shown]
            assert store.incidents([other.id, "unknown", one.id]) == tuple(
                each for name in (other.id, one.id) for each in shown if each.id == name
            )
            for place in ("x", one.location.place_id):
                assert store.at_place(place) == tuple(
                    each.id for each in shown if each.location and each.location.place_id == place
                )
        assert rows(store.columns()) == fresh


def test_a_correction_that_finds_its_incident_again_is_in_the_columns(where):
    one = factories.incident()
    later = factories.incident(id="dddd000000000000", reports=(*one.reports, factories.report(source="Z")))
    with Store.open(where) as store:
        save(store, one)
        store.correct(
            one.id,
            lambda read: [
                corrections.make(read, "kind", "explosion", kinds=KINDS, reason="r", author="a", at=factories.AT),
                corrections.make(read, "day", "2021-01-01", kinds=KINDS, reason="r", author="a", at=factories.AT),
            ],
        )
        save(store, later)
        assert rows(store.columns()) == [told(each) for each in store.situation().incidents]
        assert store.columns().kinds == ("explosion",)
        assert store.told_by([factories.article()]) == (later.id,)


@pytest.mark.parametrize(("start", "count"), [(0, None), (0, 2), (1, 2), (2, 5), (9, 3), (0, 0), (3, 1)])
def test_what_was_set_aside_comes_a_page_at_a_time(where, start, count):
    story, one = factories.article(), factories.incident()
    made = [factories.rejection(start=k, reason=str(k)) for k in range(3)]
    with Store.open(where) as store:
        store.save([story], [factories.extraction(story)], factories.situation(one, rejections=tuple(made)), "1")
        store.correct(
            one.id,
            lambda read: [
                corrections.make(read, "hidden", "yes", kinds=KINDS, reason="r", author="a", at=factories.AT)
            ],
        )
        every = store.situation().rejections
        assert len(every) == 4
        stop = None if count is None else start + count
        assert store.set_aside(start, count) == every[start:stop]


def test_a_segment_that_is_cut_off_is_told():
    data, _ = pack([])
    with pytest.raises(ValueError, match="cut off"):
        unpack(data + b"\0")
