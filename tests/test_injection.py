"""Hostile words through every way out that is no page: the terminal, the exports, the cube, the address bar."""

import csv
import io
import json
from dataclasses import replace

import pytest

from gazetteer.plain import visible
from page.finding import plain
from page.table import frame
from pipeline import address, console, exports, query, timeline
from pipeline.__main__ import main
from pipeline.errors import QueryError
from pipeline.facets import FACETS
from pipeline.kinds import kinds
from tests import factories as make
from tests.hostile import INJECTIONS, STEERING

CELL_OF_A_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
ALL = pytest.mark.parametrize("words", INJECTIONS.values(), ids=INJECTIONS)


def told(words: str, number: int = 0):
    """An incident that says it wherever an incident says anything."""
    return make.incident(
        id=f"{number:016x}",
        headline=words,
        when=replace(make.when(), words=words),
        location=make.location(
            name=words,
            admin1=words,
            words=words,
            middle_of=words,
            latitude=44.5 + number * 7 % 8,
            longitude=22.5 + number * 5 % 17,
            place_id=f"x:{number}",
            alternatives=(make.alternative(name=words),),
        ),
        reports=(make.report(article=words, source=words, quote=words, claimant=words, trigger=words),),
        status_reason=words,
        merge_reason=words,
        **dict.fromkeys(("origin", "actor", "target", "weapon", "object"), words),
        figures=(make.figure(group=words, qualifier=words, claimant=words),),
    )


EVERY = tuple(told(words, number) for number, words in enumerate(INJECTIONS.values()))


def test_the_corpus_is_as_large_as_it_should_be():
    assert len(INJECTIONS) == len(set(INJECTIONS.values())) >= 32


@ALL
def test_what_is_visible_steers_nothing_and_the_rest_of_the_words_stay(words):
    shown = visible(words)
    assert not set(shown) & set(STEERING)
    assert [char for char in words if char not in shown] == [char for char in words if f"[U+{ord(char):04X}]" in shown]


def test_emoji_right_to_left_scripts_and_lines_are_left_as_they_are():
    for name in ("joined emoji", "right to left", "zero width", "jinja", "image tag"):
        assert visible(INJECTIONS[name]) == INJECTIONS[name]
    assert visible("a\tb\r\nc\rd") == "a\tb\nc[U+000D]d"


def exported(name: str) -> str:
    stream = io.StringIO()
    exports.write(name, EVERY, stream)
    return stream.getvalue()


def test_no_cell_of_the_csv_begins_a_formula_and_each_holds_the_words():
    rows = list(csv.DictReader(io.StringIO(exported("csv"), newline=""), strict=True))
    assert len(rows) == len(EVERY)
    cells = [cell for row in rows for name, cell in row.items() if name not in ("latitude", "longitude")]
    assert [cell for cell in cells if cell.startswith(CELL_OF_A_FORMULA)] == []
    by_id = {row["id"]: row for row in rows}
    for one in EVERY:
        assert by_id[one.id]["headline"] in (one.headline, f"'{one.headline}")


def test_geojson_holds_the_words_exactly():
    features = json.loads(exported("geojson"))["features"]
    by_id = {feature["properties"]["id"]: feature["properties"] for feature in features}
    for one in EVERY:
        found = by_id[one.id]
        assert (found["location"], found["actor"], found["reports"][0]["quote"]) == (one.headline,) * 3


def test_the_cube_has_only_visible_words():
    made = json.dumps(timeline.cube(timeline.timeline(EVERY, kinds(), ()), kinds()), ensure_ascii=False)
    assert not set(made) & set(STEERING)


@ALL
def test_a_link_is_never_repeated_to_the_reader(words):
    line = timeline.timeline(EVERY[:1], kinds(), ())
    names = ("from", "to", "mode", "hide", "without", "view", "incident", "q", words)
    view, notices = address.read({name: [words] for name in names}, line, dict.fromkeys(FACETS, frozenset()))
    assert view.incident is None
    assert notices
    assert not [notice for notice in notices if words in notice]


@ALL
def test_a_search_is_read_or_refused_in_words_of_our_own(words):
    said = ""
    try:
        query.parse(words)
    except QueryError as error:
        said = str(error)
    assert visible(said) == said


def test_the_table_and_the_labels_hold_visible_words_only():
    made = "\n".join(map(str, frame(EVERY).to_numpy().ravel()))
    assert not set(made + "".join(plain(one.headline) for one in EVERY)) & set(STEERING)


def test_nothing_on_the_terminal_steers_it(tmp_path, capsys):
    names = {number: words.replace("/", "_")[:50].replace("\0", "") for number, words in enumerate(INJECTIONS.values())}
    for number, name in names.items():
        (tmp_path / f"{number}{name}.txt").write_text("no date here", encoding="utf-8")
        (tmp_path / f"{number}.json").write_text(json.dumps({"date": name, "text": "x", name: 1}), encoding="utf-8")
    assert main(["check", str(tmp_path)]) == 1
    for words in INJECTIONS.values():
        console.say(words)
        console.show(words)
    said = capsys.readouterr()
    assert said.out.count("no date was found") == len(names)
    assert not (set(said.out) | set(said.err)) & set(STEERING)


def test_explain_shows_words_that_would_steer_by_their_number(capsys):
    assert main(["explain", f"A missile hit Kyiv. {INJECTIONS['terminal']}", "--date", "2022-02-26"]) == 0
    said = capsys.readouterr().out
    assert not set(said) & set(STEERING)
    assert "[U+001B]" in said


def test_an_export_to_a_terminal_steers_it_not_and_to_a_file_is_exact(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    for path in (None, tmp_path / "out"):
        with console.output(path) as stream:
            stream.write(INJECTIONS["terminal"])
    assert capsys.readouterr().out == visible(INJECTIONS["terminal"])
    assert (tmp_path / "out").read_text(encoding="utf-8") == INJECTIONS["terminal"]
