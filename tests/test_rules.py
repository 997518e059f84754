"""Every row of the rule tables does what it says, and nothing else: examples and counter-examples are run."""

import re
import tomllib
from dataclasses import fields
from typing import Any

import pytest

from pipeline import document, language, lexicon, triggers, wordclasses
from pipeline.errors import RuleError
from pipeline.kinds import RULES, Kind, Trigger, acled, kinds
from tests.conftest import Tell, story

KINDS = list(kinds().values())
EXAMPLES = [pytest.param(kind, text, id=f"{kind.key}: {text}") for kind in KINDS for text in kind.examples]
COUNTERS = [pytest.param(kind, text, id=f"{kind.key}: {text}") for kind in KINDS for text in kind.counter_examples]
RULE_OF = [
    pytest.param(kind, rule, id=f"{kind.key} {k}: {(rule.verb + rule.noun)[0]}")
    for kind in KINDS
    for k, rule in enumerate(kind.triggers)
]
BLOCKS = [pytest.param(kind, block, id=f"{kind.key}: {block}") for kind in KINDS for block in kind.blocks]
CLASS_FIELDS = ("object", "subject", "any_argument", "modifier", "needs", "anaphor", "amid")


def table(name: str) -> dict[str, Any]:
    return tomllib.loads((RULES / f"{name}.toml").read_text(encoding="utf-8"))


MODALITY = [
    pytest.param(row["example"], row["reason"], id=f"{key}: {row['example']}")
    for key, rows in table("modality").items()
    for row in rows
    if row["reason"]
]
FURNITURE = [
    pytest.param(key, k, row["example"], id=row["example"])
    for key, rows in table("furniture").items()
    for k, row in enumerate(rows)
]
ORDINARY = [
    "Watching from a balcony, a teacher in Sumy counted nine blasts.",
    "Two rockets hit the depot, the mayor said; the fire was out by noon.",
    "Credit for the rescue went to a volunteer called Olena.",
    "The photographer who took the picture said that it was taken on Monday.",
    "Read on the radio, the statement sounded like a threat to Poltava.",
    "Follow-up strikes hit Izium on Tuesday.",
    "Join the queue at seven, neighbours told her, or there will be no bread.",
    "Video shot from a car shows smoke over the refinery.",
    "Copying documents by candlelight, the clerk did not hear the shell.",
    "Sharing a cellar with six families, she slept for an hour.",
    "This attack was the third on Nikopol in a week.",
    "Related families were put in one cell, a former prisoner said.",
    "Images of the bridge show two of its spans in the water.",
    "Clicking sounds came from the line before it went dead.",
    "Most of the readers of the town's library have left.",
]


def found(text: str) -> list[triggers.TriggerMention]:
    """The triggers of a text, in which every capitalised proper noun passes for a place."""
    (sentences,) = language.parse([(text, 0, 0)])
    return [
        mention
        for sentence in sentences
        for mention in triggers.find(sentence, lambda token: token.tag.startswith("NNP") and token.text[0].isupper())
    ]


@pytest.mark.parametrize(("kind", "text"), EXAMPLES)
def test_an_example_is_an_event_of_its_kind(kind: Kind, text: str, tell: Tell) -> None:
    assert kind.key in {event.kind for event in tell(text).events}


@pytest.mark.parametrize(("kind", "text"), COUNTERS)
def test_a_counter_example_is_no_event_of_that_kind(kind: Kind, text: str, tell: Tell) -> None:
    assert kind.key not in {event.kind for event in tell(text).events}


@pytest.mark.parametrize(("kind", "rule"), RULE_OF)
def test_each_trigger_is_used_by_an_example(kind: Kind, rule: Trigger) -> None:
    used = [mention.rule for text in kind.examples for mention in found(text)]
    assert rule in used


@pytest.mark.parametrize(("kind", "block"), BLOCKS)
def test_each_block_vetoes_a_counter_example(kind: Kind, block: str) -> None:
    assert any(re.search(rf"\b{block}", text, re.IGNORECASE) for text in kind.counter_examples)


@pytest.mark.parametrize(("kind", "block"), BLOCKS)
def test_no_block_vetoes_an_example(kind: Kind, block: str) -> None:
    assert not any(re.search(rf"\b{block}", text, re.IGNORECASE) for text in kind.examples)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("The army shot down a plane near Sumy.", "shootdown"),
        ("A missile struck a tonnage depot in Odesa.", "strike"),
        ("Troops took control of the firmament plant in Irpin.", "capture"),
        ("Soldiers fought for airports near Kyiv.", "battle"),
    ],
)
def test_a_block_ends_where_its_word_ends(text: str, key: str) -> None:
    assert not kinds()[key].blocked(text)


@pytest.mark.parametrize(("kind", "rule"), RULE_OF)
def test_each_class_that_a_trigger_asks_for_exists(kind: Kind, rule: Trigger) -> None:
    named = [getattr(rule, name) or "" for name in CLASS_FIELDS] + list(rule.oblique.values())
    asked = {part for name in named for part in name.split("|")} - {""}
    assert asked <= set(wordclasses.classes())


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_each_kind_says_what_it_is_and_how_it_is_drawn(kind: Kind) -> None:
    assert kind.label
    assert kind.definition
    assert re.fullmatch(r"#[0-9a-f]{6}", kind.colour)
    assert kind.examples
    assert kind.counter_examples


def test_colour_and_shape_each_tell_the_kinds_apart() -> None:
    assert len({kind.colour for kind in KINDS}) == len({kind.shape for kind in KINDS}) == len(KINDS)


def test_the_six_scored_kinds_are_there() -> None:
    assert {"strike", "explosion", "shootdown", "battle", "capture", "withdrawal"} <= set(kinds())


@pytest.mark.parametrize(
    ("kind", "weapon", "thing", "expected"),
    [
        ("strike", "cruise missile", None, "Shelling/artillery/missile attack"),
        ("strike", "drones", None, "Air/drone strike"),
        ("strike", None, None, "Shelling/artillery/missile attack"),
        ("shootdown", None, "two missiles", "Disrupted weapons use"),
        ("shootdown", None, "a transport plane", "Armed clash"),
    ],
)
def test_weapon_and_object_refine_the_acled_type(
    kind: str, weapon: str | None, thing: str | None, expected: str
) -> None:
    assert acled(kind, weapon, thing)[1] == expected


@pytest.mark.parametrize(("text", "reason"), MODALITY)
def test_a_modality_row_sets_its_example_aside_for_its_reason(text: str, reason: str, tell: Tell) -> None:
    told = tell(text)
    assert told.events == ()
    assert any(r.stage == "modality" and r.reason.endswith(reason) for r in told.rejections)


@pytest.mark.parametrize(("key", "k", "text"), FURNITURE)
def test_a_furniture_pattern_matches_its_example(key: str, k: int, text: str) -> None:
    pattern = document.furniture()[key][k]
    assert pattern.match(text) if key == "whole" else pattern.search(text)


@pytest.mark.parametrize("text", ORDINARY)
def test_an_ordinary_sentence_is_no_furniture(text: str) -> None:
    (paragraph,) = document.paragraphs(story(text))
    assert paragraph.furniture is None
    assert paragraph.words(text) == text


def test_an_unknown_key_in_the_table_of_kinds_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    (tmp_path / "kinds.toml").write_text('[strike]\nlabel = "Strike"\ncolor = "#d55e00"\n', encoding="utf-8")
    monkeypatch.setattr("pipeline.kinds.RULES", tmp_path)
    with pytest.raises(RuleError, match=r"\[strike\]: found \['color'\]"):
        kinds.__wrapped__()


def test_a_broken_table_of_kinds_says_which_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    (tmp_path / "kinds.toml").write_text("[strike\n", encoding="utf-8")
    monkeypatch.setattr("pipeline.kinds.RULES", tmp_path)
    with pytest.raises(RuleError, match=r"kinds\.toml is not TOML"):
        kinds.__wrapped__()


def test_a_trigger_names_a_verb_or_a_noun_and_knows_only_the_fields_of_the_record() -> None:
    assert all(rule.verb or rule.noun for kind in KINDS for rule in kind.triggers)
    known = {field.name for field in fields(Trigger)}
    assert all(set(row) <= known for kind in table("kinds").values() for row in kind["trigger"])


def test_a_rule_that_is_passed_over_for_the_words_it_lacks_would_not_have_held(monkeypatch) -> None:
    texts = [text for kind in KINDS for text in (*kind.examples, *kind.counter_examples)]
    parsed = [s for sentences in language.parse((text, 0, 0) for text in texts) for s in sentences]
    # as if each capitalised word were a place, so that rules which ask for one are tried
    want = [triggers.find(s, lambda token: token.tag == "NNP") for s in parsed]
    monkeypatch.setattr(lexicon, "_asks", lambda kind, rule: ())
    lexicon.asking.cache_clear()
    try:
        assert [triggers.find(s, lambda token: token.tag == "NNP") for s in parsed] == want
    finally:
        lexicon.asking.cache_clear()
