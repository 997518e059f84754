"""What is stored comes back equal, whole or not at all, in SQLite and in PostgreSQL alike."""

import datetime as dt
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from pipeline.changes import Changes
from pipeline.errors import StoreError
from pipeline.models import Article, Situation
from pipeline.store import Store, StoreChangedError, key
from pipeline.store_schema import ARRIVAL, TABLES
from tests import factories

Where = Path | str


def articles(count: int, *, start: int = 0) -> list[Article]:
    return [factories.article(f" date 2022-02-26 Story {n}.", name=f"{n:03}.txt") for n in range(start, start + count)]


def situation(count: int, **fields) -> Situation:
    made = [factories.incident(id=f"{n:016x}", **fields) for n in range(count)]
    return factories.situation(*made, rejections=(factories.rejection(),))


def fill(store: Store, count: int = 3, *, version: str = "1", **fields) -> None:
    stories = articles(count)
    store.save(stories, [factories.extraction(story) for story in stories], situation(count, **fields), version)


def canonical(where: Where) -> dict[str, list[str]]:
    """Every row of every table, sorted: two stores of equal content have equal dumps, however they came to it."""
    tables = [table for table in TABLES.sorted_tables if table is not ARRIVAL]
    with Store.open(where, readonly=True) as store, store._database.read() as connection:
        return {table.name: sorted(map(repr, connection.execute(select(table)))) for table in tables}


def test_what_is_saved_comes_back_equal(where):
    full = factories.incident(
        location=factories.location(alternatives=(factories.alternative(),), country=None, admin1=None),
        figures=(factories.figure(), factories.figure(value=None, low=2, claimant=None)),
        reports=(factories.report(), factories.report(stance="denies", source="The Paper")),
        merge_reason="Same day and place.",
    )
    made = factories.situation(full, factories.unplaced(), rejections=(factories.rejection(quote=None, start=None),))
    story = factories.article(title="T", source="S", url="https://example.org")
    with Store.open(where) as store:
        store.save([story], [factories.extraction(story)], made, "1")
    with Store.open(where, readonly=True) as store:
        assert store.situation() == made
        assert store.articles() == (story,)
        assert store.article(story.sha256) == story
        assert store.article("unknown") is None
        assert store.extractions("1") == {key(story): factories.extraction(story)}
        assert store.extractions("2") == {}


# The readers refuse halves of surrogate pairs and NUL.
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
days = st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1))
locations = st.none() | st.builds(
    factories.location,
    name=words,
    latitude=st.floats(-90, 90),
    longitude=st.floats(-180, 180),
    admin1=st.none() | words,
    alternatives=st.lists(st.builds(factories.alternative, name=words), max_size=2).map(tuple),
)
incidents = st.builds(
    factories.incident,
    id=st.uuids().map(lambda value: value.hex),
    headline=words,
    location=locations,
    when=st.builds(factories.when, days),
    actor=st.none() | words,
    figures=st.lists(st.builds(factories.figure, value=st.none() | st.integers(0)), max_size=2).map(tuple),
)


@given(made=st.lists(incidents, unique_by=lambda one: one.id, max_size=3), text=words, name=words)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_records_come_back_equal(new_store, made, text, name):
    story = factories.article(text + ".", name=name)
    with Store.open(new_store()) as store:
        store.save([story], [factories.extraction(story)], Situation(tuple(made), ()), "1")
        assert store.situation().incidents == tuple(sorted(made, key=lambda one: (one.when.first, one.id)))
        assert store.articles() == (story,)


def test_articles_are_counted_by_day_and_outlet_whatever_they_tell(where):
    day, after = dt.date(2022, 2, 26), dt.date(2022, 2, 27)
    stories = [*articles(2), replace(articles(1, start=2)[0], source="B"), replace(articles(1)[0], published=after)]
    with Store.open(where) as store:
        store.save(stories, list(map(factories.extraction, stories)), factories.situation(), "1")
        assert sorted(store.coverage(), key=str) == [(day, "B", 1), (day, None, 2), (after, None, 1)]
        kept = [stories[0], stories[1], stories[3]]
        store.save(
            kept, list(map(factories.extraction, kept)), factories.situation(), "1", changes=Changes(gone=(stories[2],))
        )
        assert store.coverage() == [(day, None, 2), (after, None, 1)]


def test_saving_the_same_again_changes_nothing(where):
    with Store.open(where) as store:
        fill(store)
        generation, dump = store.generation(), canonical(where)
        fill(store)
        assert store.generation() == generation
    assert canonical(where) == dump


def test_files_that_are_no_article_are_listed_first(where):
    bad = factories.rejection(stage="reading", article="bad.txt", quote=None, start=None, end=None)
    with Store.open(where) as store:
        fill(store)
        before = store.generation()
        store.save(articles(3), list(map(factories.extraction, articles(3))), situation(3), "1", unread=[bad])
        assert store.unread() == (bad,)
        assert store.situation().rejections == (bad, factories.rejection())
        assert store.generation() != before


def test_generation_tells_another_situation_apart(where):
    with Store.open(where) as store:
        assert store.generation() == ""
        fill(store)
        before = store.generation()
        fill(store, actor="somebody else")
        assert store.generation() != before


def test_what_came_after_an_earlier_look_is_told(where):
    with Store.open(where) as store:
        fill(store, 2)
        assert store.arrivals() == (0, ())
        fill(store, 3)
        fill(store, 4)
        fill(store, 4)
        assert store.arrivals() == (2, (f"{2:016x}", f"{3:016x}"))
        assert store.arrivals(1) == (2, (f"{3:016x}",))


def test_texts_hold_what_can_be_searched(where):
    with Store.open(where) as store:
        fill(store, 1)
        told = list(store.texts())
    assert told == [
        (f"{0:016x}", (factories.QUOTE, "the mayor", None)),
        (f"{0:016x}", ("Missile strike in Kyiv", "Kyiv", "Kyiv City", "Kyiv")),
    ]


def test_extractions_of_an_older_version_give_way(where):
    with Store.open(where) as store:
        fill(store, version="1")
        fill(store, version="2")
        assert len(store.extractions("2")) == 3
        assert store.extractions("1") == {}


def test_extractions_set_aside_show_nowhere_else(where):
    with Store.open(where) as store:
        fill(store)
        before = store.generation()
        (story,) = articles(1, start=9)
        store.keep({key(story): factories.extraction(story)}, "1")
        assert key(story) in store.extractions("1")
        assert len(store.articles()) == 3
        assert store.generation() == before


def test_a_save_that_would_lose_a_stored_article_is_refused(where):
    with Store.open(where) as store:
        fill(store, 3)
        dump = canonical(where)
        with pytest.raises(StoreChangedError, match="1 more articles"):
            fill(store, 2)
    assert canonical(where) == dump


def test_a_failing_save_leaves_all_as_it_was(where):
    twice = situation(2)
    broken = replace(twice, incidents=(twice.incidents[0],) * 2)
    with Store.open(where) as store:
        fill(store)
        dump = canonical(where)
        stories = articles(5)
        with pytest.raises(StoreError):
            store.save(stories, [factories.extraction(story) for story in stories], broken, "1")
        assert canonical(where) == dump
        fill(store, 4)


def test_readers_see_whole_states_while_a_build_writes(where):
    with Store.open(where) as store:
        fill(store, 1, actor="1")
    stop = threading.Event()
    seen: list[tuple[int, set[str | None]]] = []
    errors: list[Exception] = []

    def look() -> None:
        with Store.open(where, readonly=True) as reader:
            while not stop.is_set():
                try:
                    made = reader.situation().incidents
                    seen.append((len(made), {one.actor for one in made}))
                except Exception as error:
                    errors.append(error)

    threads = [threading.Thread(target=look) for _ in range(3)]
    for thread in threads:
        thread.start()
    with Store.open(where) as store:
        for count in range(2, 30):
            fill(store, count, actor=str(count))
    stop.set()
    for thread in threads:
        thread.join()
    assert errors == []
    assert seen
    assert all(actors == {str(count)} for count, actors in seen)
