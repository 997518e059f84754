"""Articles into the store: only what is new is read, all is merged, and what is gone does not stay."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import run
from pipeline.build import build
from pipeline.models import Article, Extraction, Run, Situation
from pipeline.readers import Reading
from pipeline.store import Store, key
from tests import factories
from tests.test_store import articles, canonical


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "var" / "situation.sqlite"


class Pipeline:
    """Stands where pipeline.run stands: each article tells of a strike at a place of its own."""

    gather, regather = staticmethod(run.gather), staticmethod(run.regather)

    def __init__(self) -> None:
        self.extracted: list[str] = []
        self.before_merge = lambda: None

    def provenance(self) -> Run:
        return Run("1", "code", "model", "gazetteer", "rules")

    def stream(self, articles, *, workers, dask=None) -> Iterator[tuple[int, Extraction]]:
        for k in range(len(articles))[:: -1 if workers > 1 else 1]:  # several workers answer in any order
            self.extracted.append(articles[k].name)
            yield k, told(articles[k])
        self.before_merge()


def told(article: Article) -> Extraction:
    found = factories.extraction(article)
    (event,) = found.events
    return replace(found, events=(replace(event, location=factories.location(place_id=article.sha256)),))


@pytest.fixture
def pipeline(monkeypatch) -> Pipeline:
    standing = Pipeline()
    monkeypatch.setattr("pipeline.build.run", standing)
    monkeypatch.setattr("pipeline.build._SHARE", 1)  # few articles are many of so few: both ways are gone
    return standing


def situation(path: Path) -> Situation:
    with Store.open(path, readonly=True) as store:
        return store.situation()


def reading(*stories: Article, rejections=()) -> Reading:
    return Reading(stories, tuple(rejections))


def test_build_reads_only_what_is_new_and_merges_all(path, pipeline):
    seen = []
    one, two, three = articles(3)
    assert build(reading(one, two), path, progress=lambda *done: seen.append(done)).added == 2
    built = build(reading(two, three), path)
    assert (built.added, built.extracted, built.changed) == (1, 1, True)
    assert sorted(pipeline.extracted) == ["000.txt", "001.txt", "002.txt"]
    assert built.incidents == 3
    assert seen[-1] == (2, 2)
    assert not build(reading(one, two, three), path).changed


def test_workers_that_answer_in_any_order_make_the_same_store(path, pipeline, tmp_path):
    build(reading(*articles(5)), path)
    build(reading(*articles(5)), tmp_path / "other", workers=2)
    assert canonical(path) == canonical(tmp_path / "other")


def test_articles_in_any_order_and_portions_make_the_same_store(tmp_path, pipeline):
    stories = articles(6)
    build(reading(*stories), tmp_path / "a")
    for each in reversed(stories):
        build(reading(each), tmp_path / "b")
    build(reading(*stories[::2], *stories[1::2]), tmp_path / "c")
    assert canonical(tmp_path / "a") == canonical(tmp_path / "b") == canonical(tmp_path / "c")


def test_another_build_in_between_loses_nothing(path, pipeline):
    one, two = articles(2)

    def intrude() -> None:
        pipeline.before_merge = lambda: None
        build(reading(two), path)

    pipeline.before_merge = intrude
    built = build(reading(one), path)
    assert built.incidents == 2
    with Store.open(path, readonly=True) as store:
        assert len(store.articles()) == 2


def test_a_stopped_build_goes_on_where_it_was(path, pipeline):
    def stop() -> None:
        raise KeyboardInterrupt

    pipeline.before_merge = stop
    with pytest.raises(KeyboardInterrupt):
        build(reading(*articles(3)), path)
    pipeline.before_merge = lambda: None
    assert build(reading(*articles(4)), path).extracted == 1


def test_an_extraction_set_aside_under_another_name_is_made_again(path, pipeline):
    (story,) = articles(1)
    with Store.open(path) as store:
        store.keep({key(story): told(replace(story, name="old.txt"))}, "1")
    build(reading(story), path)
    (incident,) = situation(path).incidents
    assert incident.reports[0].article == story.name


def test_a_namesake_read_later_bears_its_hash(path, pipeline):
    one, two = articles(1)[0], replace(articles(2)[1], name="000.txt")
    build(reading(one), path)
    build(reading(two), path)
    build(reading(two), path)
    with Store.open(path, readonly=True) as store:
        assert {each.name for each in store.articles()} == {"000.txt", f"000.txt ({two.sha256[:8]})"}


def test_unreadable_file_is_kept_in_mind_until_it_can_be_read(path, pipeline):
    one, two = articles(2)
    bad = factories.rejection(stage="reading", article="000.txt", reason="no date", quote=None, start=None, end=None)
    for given, kept in ((reading(rejections=[bad]), (bad,)), (reading(two), (bad,)), (reading(one), ())):
        build(given, path)
        assert situation(path).rejections == kept
