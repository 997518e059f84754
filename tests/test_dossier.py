"""The incident card as data: voices side by side, quotes between their neighbours, figures as ranges."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import context, tolls
from pipeline.context import Context, original
from pipeline.dossier import dossier
from pipeline.stances import columns
from tests import factories as make

BEFORE = "Sirens had sounded at 5 a.m. in the city."
AFTER = "Gen. Zaluzhny gave no number."


def story(text: str) -> Any:
    """The article of the text, and a report of the factories' quote in it."""
    article = make.article(text)
    start = text.index(make.QUOTE)
    return article, make.report(article_sha256=article.sha256, start=start, end=start + len(make.QUOTE))


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        (f"{BEFORE} {make.QUOTE} {AFTER}", BEFORE, AFTER),
        (f"The mayor spoke. {BEFORE}\n\n{make.QUOTE}\n\n{AFTER} More.", BEFORE, AFTER),
        (f" date 2022-02-26 {make.QUOTE}", None, None),
        (f"{make.QUOTE}\n\nA street in Kyiv. Credit: Staff\n\n{AFTER}", None, AFTER),
    ],
)
def test_a_quote_stands_between_the_sentences_beside_it(text: str, before: str | None, after: str | None) -> None:
    article, report = story(text)
    assert context.context(report, article) == Context(before, after)


def test_an_article_that_holds_other_words_there_gives_no_context() -> None:
    article, report = story(f"{BEFORE} {make.QUOTE}")
    assert context.context(make.report(start=0, end=5), article) == Context()
    assert context.context(report, None) == Context()


@given(st.text(alphabet="Ab. !”\n(Mr", max_size=80), st.text(alphabet="Ab. !”\n(Mr", max_size=80))
def test_context_never_takes_in_a_word_of_the_quote(before: str, after: str) -> None:
    article, report = story(f"{before}{make.QUOTE}{after}")
    found = context.context(report, article)
    assert "".join((found.before or "").split()) in "".join(before.split())
    assert "".join((found.after or "").split()) in "".join(after.split())


def test_context_of_a_page_of_full_stops_ends_soon() -> None:
    article, report = story("." * 60_000 + "\n\n" + make.QUOTE + "!" * 60_000)
    assert len(context.context(report, article).before or "") <= context.LONGEST + 1


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://example.org/a?b=1#c", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("https://example.org/{{7*7}}", False),
        ('https://example.org/"onclick=x', False),
        ("https://", False),
        ("data:text/html,x", False),
        ("https://example.org/\u202egpj.exe", False),
        (None, False),
    ],
)
def test_only_a_plain_web_address_becomes_a_link(url: str | None, kept: bool) -> None:
    assert original(make.article(url=url)) == (url if kept else None)


def test_voices_stand_in_four_columns_and_silence_is_named() -> None:
    said = columns(
        (
            make.report(),
            make.report(start=90, end=120),  # the same voice again
            make.report(claimant="Moscow", claimant_side="russia", stance="denies"),
            make.report(claimant="the UN", claimant_side="third", stance="could_not_verify"),
        )
    )
    assert [(one.key, one.count) for one in said] == [("told", 1), ("confirmed", 0), ("denied", 1), ("silent", 1)]
    assert said[0].voices == ("the mayor (Ukrainian side)",)
    assert said[3].voices == ("the UN (third party): could not verify it",)
    assert columns((make.report(),))[3].voices == (
        "Russian side: nothing in these articles",
        "third parties: nothing in these articles",
    )


@pytest.mark.parametrize(
    ("figures", "between", "told"),
    [
        ([{}], "2", "the mayor"),
        ([{}, {"claimant": None}], "2", "the mayor; the outlet"),
        ([{}, {"value": 5, "claimant": "Moscow"}], "2 to 5", "2: the mayor; 5: Moscow"),
        ([{}, {"value": None, "low": 5, "claimant": "x"}], "2 to 5 or more", "2: the mayor; at least 5: x"),
        ([{"value": None, "low": 3, "high": 5}], "3 to 5", "the mayor"),
        ([{"value": None, "qualifier": "dozens"}], "dozens", "the mayor"),
        ([{"value": None, "qualifier": "dozens"}, {}], "2", "dozens: the mayor; 2: the mayor"),
        ([{"value": None, "high": 9, "qualifier": "up to"}], "up to 9", "the mayor"),
        ([{"value": None}], "number not given", "the mayor"),
    ],
)
def test_figures_are_ranges_with_who_gives_each_and_never_an_invented_zero(
    figures: list[dict[str, Any]], between: str, told: str
) -> None:
    (one,) = tolls.tolls([make.figure(**fields) for fields in figures])
    assert (one.what, one.between, one.told) == ("killed (civilians)", between, told)


def test_figures_of_different_groups_are_not_compared() -> None:
    assert len(tolls.tolls((make.figure(), make.figure(group="soldiers")))) == 2


def test_the_day_is_traced_to_its_words_and_to_the_article_that_has_them() -> None:
    quote = "On Friday a missile hit Kyiv."
    when = make.when(make.DAY.replace(day=25), basis="relative", words="On Friday")
    told = dossier(make.incident(when=when, reports=(make.report(quote=quote),)), lambda _: None)
    assert told.headline == "Missile strike in Kyiv, 25 Feb 2022"
    section = told.section("when")
    assert section is not None
    assert section.softer == ("“On Friday” in an article of Sat 26 Feb 2022 → Fri 25 Feb 2022. Known to the day.",)


def test_where_articles_of_two_days_may_have_given_the_day_none_is_named() -> None:
    reports = (make.report(), make.report(published=make.DAY.replace(day=27)))
    told = dossier(make.incident(when=make.when(basis="relative"), reports=reports), lambda _: None)
    section = told.section("when")
    assert section is not None
    assert "in an article of" not in section.softer[0]
