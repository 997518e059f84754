"""The sample articles are what their README says: dated, varied, and of a size that a page can hold."""

import re

import pytest

from pipeline.models import Article, Event, Extraction
from pipeline.settings import Settings

FILES = sorted(Settings().seeds.glob("*.txt"))


def test_there_are_sample_articles_enough_to_fill_a_map(seeds: tuple[Article, ...]) -> None:
    assert len(seeds) == len(FILES) >= 50


def test_each_bears_the_day_of_its_file_name(seeds: tuple[Article, ...]) -> None:
    assert [article.published.isoformat() for article in seeds] == [article.name[:10] for article in seeds]


def test_no_two_hold_the_same_text(seeds: tuple[Article, ...]) -> None:
    assert len({article.sha256 for article in seeds}) == len(seeds)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_sample_is_plain_text_of_readable_length(path) -> None:  # type: ignore[no-untyped-def]
    text = path.read_bytes().decode("utf-8")
    assert 100 <= len(text.split()) <= 1_500
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffd]", text)
    assert not re.search(r"https?://|www\.", text)


def test_nearly_every_sample_tells_of_an_event(seeds: tuple[Article, ...], extractions: tuple[Extraction, ...]) -> None:
    silent = [article.name for article, told in zip(seeds, extractions, strict=True) if not told.events]
    assert len(silent) <= len(seeds) // 20


def test_no_sample_fails_to_be_analysed(extractions: tuple[Extraction, ...]) -> None:
    assert not [r.reason for told in extractions for r in told.rejections if r.stage == "reading"]


# Read by hand: sample, kind, a word of the place's name, day. What stands here is the plain sense of the article.
THERE = [
    ("2022-02-24-first-day", "strike", "Chuhuiv", "2022-02-24"),
    ("2022-02-24-first-day", "strike", "Snake Island", "2022-02-24"),
    ("2022-02-24-hostomel", "capture", "Chornobyl", "2022-02-24"),
    ("2022-02-24-hostomel", "battle", "Antonov", "2022-02-24"),
    ("2022-02-25-fighting", "battle", "Obolon", "2022-02-25"),
    ("2022-02-27-southern", "capture", "Henichesk", "2022-02-27"),
    ("2022-02-28-border", "strike", "Kharkiv", "2022-02-28"),
    ("2022-03-01-freedom", "strike", "Freedom Square", "2022-03-01"),
    ("2022-03-01-freedom", "strike", "Zhytomyr", "2022-03-01"),
    ("2022-03-03-kherson", "strike", "Chernihiv", "2022-03-03"),
    ("2022-03-04-zaporizhzhia", "capture", "Zaporizhzhia nuclear", "2022-03-04"),
    ("2022-03-05-mariupol", "shootdown", "Chernihiv", "2022-03-05"),
    ("2022-03-06-irpin", "strike", "Vinnytsia", "2022-03-06"),
    ("2022-03-08-sumy", "strike", "Mykolaiv", "2022-03-07"),
    ("2022-03-11-lutsk", "strike", "Lutsk", "2022-03-11"),
    ("2022-03-11-lutsk", "capture", "Volnovakha", "2022-03-11"),
    ("2022-03-12-vasylkiv", "strike", "Vasylkiv", "2022-03-12"),
    ("2022-03-20-art-school", "strike", "Mariupol", "2022-03-19"),
    ("2022-03-26-lviv", "strike", "Lviv", "2022-03-26"),
    ("2022-03-26-lviv", "strike", "Vinnytsia", "2022-03-25"),
    ("2022-03-29-mykolaiv", "capture", "Irpin", "2022-03-28"),
    ("2022-03-31-chornobyl", "withdrawal", "Chornobyl", "2022-03-31"),
    ("2022-03-31-chornobyl", "withdrawal", "Slavutych", "2022-03-28"),
    ("2022-04-08-kramatorsk", "strike", "Kramatorsk railway", "2022-04-08"),
    ("2022-05-20-azovstal", "strike", "Lozova", "2022-05-20"),
    ("2022-06-28-kremenchuk", "strike", "Amstor", "2022-06-27"),
    ("2022-07-01-snake", "strike", "Serhiivka", "2022-07-01"),
    ("2022-07-03-lysychansk", "withdrawal", "Lysychansk", "2022-07-03"),
    ("2022-08-11-saky", "explosion", "Saky", "2022-08-09"),
    ("2022-09-11-izium", "capture", "Izium", "2022-09-10"),
    ("2022-10-10-crimea", "strike", "Kyiv", "2022-10-10"),
    ("2022-11-11-kherson", "strike", "Mykolaiv", "2022-11-11"),
]
# sample, kind, place: where a careless reading puts a marker
NOT_THERE = [
    ("2022-02-24-first-day-of-the-invasion", "strike", "Black Sea"),
    ("2022-03-18-lviv-aircraft-plant", "strike", "Black Sea"),
    ("2022-02-26-kyiv", "capture", "Kyiv"),  # it is a power plant above Kyiv that was claimed
    ("2022-03-05-mariupol", "strike", "Chernihiv"),  # a film of nobody knows where
    ("2022-03-08-sumy", "strike", "Zaporizhzhia"),  # the road to it
    ("2022-03-17-mariupol", "shootdown", "Merefa"),  # another town's paragraph
    ("2022-03-29-mykolaiv", "capture", "Kyiv"),  # Irpin lies on its edge
    ("2022-04-03-odesa", "battle", "Odesa"),  # it was spared one
    ("2022-04-09-kramatorsk", "strike", "Kyiv"),  # a visitor was there
    ("2022-04-14-moskva", "strike", "Odesa"),  # a ship at sea
    ("2022-04-25-railways", "strike", "Caspian Sea"),  # where the bombers flew
    ("2022-05-20-azovstal", "battle", "Brussels"),  # a battle over a veto
    ("2022-06-28-kremenchuk", "strike", "Kursk Oblast"),  # where the bombers flew
    ("2022-07-01-snake", "strike", "Snake Island"),  # it was left
    ("2022-08-11-saky", "strike", "Saky air base"),  # warplanes were the victims, not the weapon
    ("2022-10-10-crimea", "explosion", "Kyiv"),  # the bridge, two days before
    ("2022-11-16-przewodow", "strike", "Kyiv Oblast"),
]
# nothing in the samples happened in these: people spoke there
TALK = {
    *("Moscow", "Washington", "Warsaw", "Brussels", "London", "Minsk", "Vienna", "Istanbul", "Antalya", "Berlin"),
    *("Paris", "New York", "Rome", "Versailles", "Lisbon", "Poland", "Russia", "Ukraine", "Belarus"),
}


@pytest.fixture(scope="module")
def events(seeds: tuple[Article, ...], extractions: tuple[Extraction, ...]) -> list[tuple[str, Event]]:
    return [(a.name, event) for a, told in zip(seeds, extractions, strict=True) for event in told.events]


@pytest.mark.parametrize(("sample", "kind", "place", "day"), THERE, ids=[" ".join(row) for row in THERE])
def test_what_a_reader_finds_is_found(
    sample: str, kind: str, place: str, day: str, events: list[tuple[str, Event]]
) -> None:
    found = {
        event.when.first.isoformat()
        for name, event in events
        if name.startswith(sample) and event.kind == kind and event.location and place in event.location.name
    }
    assert day in found


@pytest.mark.parametrize(("sample", "kind", "place"), NOT_THERE, ids=[" ".join(row) for row in NOT_THERE])
def test_no_marker_stands_where_a_careless_reading_puts_it(
    sample: str, kind: str, place: str, events: list[tuple[str, Event]]
) -> None:
    assert not [
        event.reports[0].quote
        for name, event in events
        if name.startswith(sample) and event.kind == kind and event.location and event.location.name == place
    ]


def test_no_marker_stands_where_people_only_spoke(events: list[tuple[str, Event]]) -> None:
    wrong = [(event.location.name, event.reports[0].quote) for _, event in events if event.location]
    assert [row for row in wrong if row[0] in TALK] == []


def test_no_claimant_begins_with_the_words_that_open_the_sentence(events: list[tuple[str, Event]]) -> None:
    opening = re.compile(
        r"(?:further|late|early|on|in|minutes|hours|days|meanwhile|whose|nothing|that)\b", re.IGNORECASE
    )
    claimants = {report.claimant for _, event in events for report in event.reports if report.claimant}
    assert sorted(claimant for claimant in claimants if opening.match(claimant)) == []


def test_whoever_speaks_in_or_for_moscow_is_on_russias_side(events: list[tuple[str, Event]]) -> None:
    wrong = {
        report.claimant
        for _, event in events
        for report in event.reports
        if report.claimant_side == "ukraine"
        and report.claimant
        and re.search(re.escape(report.claimant) + r"[^,.]{0,20} in Moscow\b", report.quote)
    }
    assert wrong == set()
