"""`correct` on the command line, and what the page then says."""

from pathlib import Path

import pytest

from pipeline.__main__ import main
from pipeline.store import Store
from tests import factories
from tests.test_dashboard import open_page, words  # noqa: F401 a fixture
from tests.test_store import articles, fill

SIGNED = ("--reason", "the mayor erred", "--author", "A. Editor")


@pytest.fixture
def path(tmp_path) -> Path:
    with Store.open(tmp_path / "store.sqlite") as store:
        fill(store, 2)
    return tmp_path / "store.sqlite"


def correct(path: Path, *arguments: str) -> int:
    return main(["correct", *arguments, "--store", str(path)])


def shown(path: Path):
    with Store.open(path, readonly=True) as store:
        return store.situation().incidents[0]


@pytest.mark.parametrize(
    ("value", "name", "radius"),
    [
        ("46.48,30.73", "46.4800, 30.7300", 1.0),
        ("46.48, 30.73, 5 Odesa port", "Odesa port", 5.0),
        ("-46.5,-30", "-46.5000, -30.0000", 1.0),
    ],
)
def test_a_marker_is_moved_to_a_point(path, value, name, radius):
    assert correct(path, "0000000000000000", "--set", f"place={value}", *SIGNED) == 0
    where = shown(path).location
    assert (where.name, where.uncertainty_km, where.precision) == (name, radius, "site")


def test_a_marker_is_moved_to_a_place_of_the_gazetteer(path, gaz, capsys):
    place = gaz.candidates("Odesa")[0]
    assert correct(path, "0000000000000000", "--set", f"place={place.place_id}", "--set", "kind=capture", *SIGNED) == 0
    found = shown(path)
    assert (found.location.place_id, found.location.name, found.kind) == (place.place_id, place.name, "capture")
    assert "kind: strike -> capture, by A. Editor" in capsys.readouterr().err


@pytest.mark.parametrize(
    "value", ["Odesa", "91,30", "46.48", "1.2.3,4", "46,30,0", "geonames:0", "46,30,99999", "", "nan,nan"]
)
def test_what_is_no_place_is_refused(path, value, gaz, capsys):
    assert correct(path, "0000000000000000", "--set", f"place={value}", *SIGNED) == 2
    assert "found" in capsys.readouterr().err
    assert shown(path).corrections == ()


def test_corrections_are_listed_saved_and_loaded(path, tmp_path, capsys):
    correct(path, "0000000000000000", "--set", "status=disputed", *SIGNED)
    assert correct(path, "--list") == 0
    assert "status: claimed -> disputed, by A. Editor" in capsys.readouterr().out
    assert correct(path, "--save", str(tmp_path / "c.jsonl")) == 0
    other = tmp_path / "other.sqlite"
    with Store.open(other) as store:
        fill(store, 1)
    assert correct(other, "--load", str(tmp_path / "c.jsonl")) == 0
    assert shown(other) == shown(path)


def test_listing_says_which_have_lost_their_incident(path, capsys):
    correct(path, "0000000000000001", "--set", "hidden=yes", *SIGNED)
    with Store.open(path) as store:
        store.save(articles(2), list(map(factories.extraction, articles(2))), factories.situation(), "1")
    assert correct(path, "--list") == 1
    assert "its incident is not read any more" in capsys.readouterr().out


def test_a_file_that_holds_no_corrections_is_refused(path, tmp_path, capsys):
    (tmp_path / "c.jsonl").write_text("{}\n")
    assert correct(path, "--load", str(tmp_path / "c.jsonl")) == 2
    assert "line 1" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [[], ["0"], ["0", "--list"], ["0", "--set", "kind"], ["0", "--set", "kind=x", "--set", "kind=y"]]
)
def test_wrong_usage_is_said(path, arguments):
    with pytest.raises(SystemExit) as ended:
        correct(path, *arguments)
    assert ended.value.code == 2


def test_a_store_is_never_made_only_to_be_corrected(tmp_path, capsys):
    assert correct(tmp_path / "none", "0", "--set", "kind=capture", *SIGNED) == 2
    assert "no store yet" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()


def test_the_card_says_who_corrected_what_and_keeps_what_was_read(open_page, tmp_path):  # noqa: F811
    page = open_page(factories.situation(factories.incident()), incident="aaaa000000000000")
    assert correct(tmp_path / "store.sqlite", "aaaa", "--set", "kind=capture", *SIGNED) == 0
    page.run()
    assert not page.exception
    assert any("\nkind: strike -> capture, by A. Editor on " in text for text in words(page))
    assert factories.QUOTE in words(page)
