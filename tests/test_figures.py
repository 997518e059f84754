"""Numbers of people, with who, how exactly and on whose word; what is not a number of people is no figure."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import figures
from pipeline.figures import find
from pipeline.models import Figure

EXACT = [
    ("Three people were killed in Sumy.", "killed", 3),
    ("One person died and two were wounded.", "killed", 1),
    ("The strike killed 14 civilians.", "killed", 14),
    ("A rocket killed two children.", "killed", 2),
    ("Six soldiers were wounded.", "wounded", 6),
    ("Twelve people, among them two doctors, were injured.", "wounded", 12),
    ("Forty people, including a baby of three months, died.", "killed", 40),
    ("Shelling injured 25 residents.", "wounded", 25),
    ("Twelve people were missing.", "missing", 12),
    ("The toll stood at 1,250 dead.", "killed", 1250),
    ("Twenty-one people died on Thursday.", "killed", 21),
    ("Thirty-five people were killed.", "killed", 35),
    ("The death toll rose from three to 57.", "killed", 57),
    ("Four people lost their lives.", "killed", 4),
    ("The raid cost 19 lives.", "killed", 19),
    ("Two residents were hospitalised.", "wounded", 2),
    ("Nine servicemen surrendered.", "captured", 9),
    ("More than a market was hit; 4,000 people were forced to leave.", "displaced", 4000),
    ("Twelve tanks were destroyed.", "equipment", 12),
]


def only(text: str, claimant: str | None = None) -> Figure:
    (figure,) = find(text, claimant)
    return figure


@pytest.mark.parametrize(("text", "metric", "value"), EXACT, ids=[row[0] for row in EXACT])
def test_an_exact_number_has_a_value_and_no_bounds(text: str, metric: str, value: int) -> None:
    figure = next(f for f in find(text, None) if f.metric == metric)
    assert (figure.value, figure.low, figure.high) == (value, None, None)


@pytest.mark.parametrize(
    ("text", "low", "high", "qualifier"),
    [
        ("At least 11 people were killed.", 11, None, "at least"),
        ("More than 40 soldiers were killed.", 40, None, "more than"),
        ("Up to 180 fighters were killed.", None, 180, "up to"),
        ("As many as 60 people were killed.", None, 60, "as many as"),
        ("Between 20 and 30 people died.", 20, 30, None),
        ("Twenty to 30 soldiers were wounded.", 20, 30, None),
        ("Between floors lay 10-12 people killed by the blast.", 10, 12, None),
    ],
)
def test_a_bound_is_no_value(text: str, low: int | None, high: int | None, qualifier: str | None) -> None:
    figure = only(text)
    assert (figure.value, figure.low, figure.high, figure.qualifier) == (None, low, high, qualifier)


@pytest.mark.parametrize("word", ["dozens", "scores", "hundreds", "several"])
def test_a_vague_number_has_no_value_at_all(word: str) -> None:
    figure = only(f"{word.capitalize()} of people were killed.".replace("Several of", "Several"))
    assert (figure.value, figure.low, figure.high) == (None, None, None)
    assert word in (figure.qualifier or "")


def test_two_fates_in_one_sentence_are_two_figures() -> None:
    found = find("Two servicemen were killed and six were wounded.", None)
    assert [(f.metric, f.value) for f in found] == [("killed", 2), ("wounded", 6)]


def test_a_list_of_equipment_lost_is_a_figure_each() -> None:
    found = find("The army lost 30 tanks, 130 armoured vehicles and seven helicopters.", None)
    assert [(f.metric, f.group, f.value) for f in found] == [
        ("equipment", "tanks", 30),
        ("equipment", "armoured vehicles", 130),
        ("equipment", "helicopters", 7),
    ]


def test_the_group_and_the_claimant_are_kept_as_said() -> None:
    figure = only("Four Russian soldiers were killed.", "the mayor")
    assert (figure.group, figure.claimant) == ("Russian soldiers", "the mayor")


@pytest.mark.parametrize(
    "text",
    [
        "The Il-76 can carry 100 soldiers.",
        "The city has 290,000 inhabitants.",
        "Fears that 60 people might be killed grew.",
        "Nobody was killed.",
        "No people were killed.",
        "The 16-storey block lost its roof.",
        "If 10 people are killed, the talks will end.",
        "A missile killed a transformer.",
        "The number of victims was not known.",
        "There were up to 125 people on board.",
        "Russia sent 30 tanks.",
        "The depot was destroyed. 30 tanks stood beside it.",
    ],
)
def test_what_counts_nobody_or_did_not_happen_is_no_figure(text: str) -> None:
    assert find(text, None) == ()


def test_unknown_is_never_zero() -> None:
    found = find("Dozens were wounded, several people died, scores are missing and 3 people were killed.", None)
    assert found
    assert 0 not in {n for f in found for n in (f.value, f.low, f.high)}


@pytest.mark.parametrize(
    "text",
    [
        "At least three civilians were killed.",
        "The shelling claimed the lives of two people.",
        "A hundred were taken prisoner, and dozens fled.",
        "Rescuers found 12 dead and five hurt; two others are missing.",
    ],
)
def test_a_metric_is_passed_over_only_where_none_of_its_words_stands(text, monkeypatch) -> None:
    want = figures.find(text, None)
    assert want
    monkeypatch.setattr(figures, "_SAID", dict.fromkeys(figures._METRICS, ("",)))
    assert tuple(figure for _, figure in figures._counted.__wrapped__(text)) == want


_WORDS = (
    *(
        "at least",
        "more than",
        "up to",
        "some",
        "about",
        "killed",
        "killing",
        "wounded",
        "dead",
        "people",
        "were",
        "and",
    ),
    *(
        "a",
        "an",
        "five",
        "twenty-one",
        "dozens",
        "20",
        "1,200",
        "3-5",
        "x-5",
        "-20",
        "120mm",
        "moreover",
        "others",
        ",",
    ),
    *("injured", "civilians", "children", "deaths", "captured", "soldiers", "from", "three", "to", "left homes", "-"),
)


@settings(deadline=None, max_examples=300)
@given(st.lists(st.sampled_from(_WORDS), max_size=14).map(" ".join))
def test_a_pattern_tried_only_where_a_number_may_begin_finds_all_that_it_would_anywhere(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(figures, "_starts", lambda text: range(len(text)))
        everywhere = figures._counted.__wrapped__(text)
    assert figures._counted.__wrapped__(text) == everywhere


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Some 40 conscripts are killed every night.", []),
        ("About 60 soldiers are killed per day there.", []),
        ("Ten people were killed a day after the truce.", [10]),
    ],
)
def test_a_rate_is_no_count_of_one_event(text: str, values: list[int]) -> None:
    assert [figure.value for figure in find(text, None)] == values
