"""A store that articles come into and leave in portions is the one that a single build of those left would make."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import build as building
from pipeline import run
from pipeline.models import Article, Extraction, Run
from pipeline.readers import Reading
from pipeline.store import Store, key
from tests import factories as make
from tests.test_clusters import some_events
from tests.test_store import canonical

MADE = ("place", "incident", "report", "rejection", "mention", "spot", "segment", "term", "meta")  # of articles


class Telling:
    """Stands where pipeline.run stands: what articles tell is drawn by lot, the same for the same article."""

    gather, regather = staticmethod(run.gather), staticmethod(run.regather)

    def provenance(self) -> Run:
        return Run("1", "code", "model", "gazetteer", "rules")

    def stream(self, articles: Sequence[Article], **_: object) -> Iterator[tuple[int, Extraction]]:
        return enumerate(map(told, articles))


@cache
def told(article: Article) -> Extraction:
    draw = random.Random(article.text)
    events = some_events(draw)
    own = {"article": article.name, "article_sha256": article.sha256, "published": article.published}
    # the trigger's number keeps two sentences that tell the same of two happenings apart
    reports = [replace(one.reports[0], **own, trigger=f"hit {number}") for number, one in enumerate(events)]
    found = [replace(one, reports=(report,)) for one, report in zip(events, reports, strict=True)]
    aside = tuple(make.rejection(article=article.name, start=start) for start in (40, 17)[: draw.randrange(3)])
    return Extraction(article.sha256, tuple(draw.sample(found, min(len(found), draw.choice((0, 1, 3, 8))))), aside)


def reading(numbers: Sequence[int]) -> Reading:
    """A folder that holds the stories of these numbers; some share their text, on another day."""
    stories = [make.article(f"Story {n // 2 * 2 if n % 5 else n}.", name=f"{n:03}.txt") for n in numbers]
    dated = [replace(one, published=make.DAY.replace(day=1 + n % 2)) for n, one in zip(numbers, stories, strict=True)]
    once = {key(one): one for one in dated}
    return Reading(tuple(once.values()), (), tuple(f"file:/in/{one.name}" for one in once.values()), ("file:/in",))


def made_of(where: Path | str) -> dict[str, list[str]]:
    found = canonical(where)
    return {name: found[name] for name in MADE}


folders = st.lists(
    st.lists(st.integers(0, 30), unique=True, min_size=1, max_size=9).map(sorted), min_size=2, max_size=4
)


@given(folders)
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_folder_that_changes_again_and_again_is_stored_as_if_read_once(new_store, folders) -> None:
    portions, once = new_store(), new_store()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(building, "run", Telling())
        patch.setattr(building, "_SHARE", 0)  # few articles are many of so few
        for numbers in folders:
            building.build(reading(numbers), portions)
        patch.setattr(building, "_SHARE", 1_000)
        building.build(reading(folders[-1]), once)
    assert made_of(portions) == made_of(once)
    with Store.open(portions, readonly=True) as store:
        assert store.faults() == []
