"""The command line: what it prints where, and the status it ends with."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gazetteer import build as gazetteer_build
from pipeline import run
from pipeline.__main__ import main
from pipeline.build import build
from pipeline.models import Extraction, Run, Situation
from pipeline.readers import Reading
from pipeline.store import Store
from tests import factories
from tests.gazetteer_fixtures import only

ROOT = Path(__file__).parent.parent
GOOD = f" date 2022-02-26 {factories.QUOTE}\n"


def stream(articles, *, workers, dask=None) -> Iterator[tuple[int, Extraction]]:
    yield from enumerate(map(factories.extraction, articles))


def situate(articles, extractions, *, merge=True) -> Situation:
    reports = [one.events[0].reports for one in extractions]
    if merge:
        reports = [tuple(report for each in reports for report in each)] if reports else []
    made = [factories.incident(id=each[0].article_sha256, reports=each) for each in reports]
    return factories.situation(*made)


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """The stages have their own tests; here they only have to be called."""
    monkeypatch.setattr(run, "stream", stream)
    monkeypatch.setattr(run, "situate", situate)
    monkeypatch.setattr(run, "provenance", lambda: Run("1", "code", "model", "gazetteer", "rules"))
    monkeypatch.setattr(run, "explain", lambda sentence, *, published: f"{published}: {sentence}", raising=False)


@pytest.fixture
def folder(tmp_path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "001.txt").write_text(GOOD)
    (tmp_path / "in" / "002.txt").write_text(GOOD.replace("Kyiv", "Lviv"))
    return tmp_path / "in"


@pytest.fixture
def store(tmp_path) -> Path:
    path = tmp_path / "store.sqlite"
    build(Reading((factories.article(),), ()), path)
    return path


def test_build_says_what_it_did_and_prints_no_result(folder, tmp_path, capsys):
    assert main(["build", str(folder), "--store", str(tmp_path / "s")]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "2 articles read, 2 of them new; 2 analysed." in err
    assert "Reading articles: 2 of 2" in err
    assert main(["build", str(folder), "--store", str(tmp_path / "s")]) == 0
    assert "0 of them new; 0 analysed." in capsys.readouterr().err


def test_build_does_the_rest_where_some_input_is_rejected(folder, tmp_path, capsys):
    (folder / "bad.txt").write_text("no date")
    assert main(["build", str(folder), "--store", str(tmp_path / "s")]) == 1
    err = capsys.readouterr().err
    assert "bad.txt: no date was found" in err
    assert "2 articles read" in err


def test_build_reads_the_seeds_unless_told_otherwise(tmp_path, monkeypatch, capsys):
    assert main(["build", "--store", str(tmp_path / "s")]) == 0
    count = len(list((ROOT / "seeds").glob("*.txt")))
    assert f"{count} articles read" in capsys.readouterr().err


def test_extract_prints_geojson_and_nothing_else(folder, capsys):
    assert main(["extract", str(folder), "--format", "geojson"]) == 0
    assert len(json.loads(capsys.readouterr().out)["features"]) == 1


def test_extract_without_merging_keeps_articles_apart(folder, capsys):
    assert main(["extract", str(folder), "--no-merge", "--format", "geojson"]) == 0
    assert len(json.loads(capsys.readouterr().out)["features"]) == 2


def test_an_article_that_could_not_be_analysed_counts_as_rejected(folder, monkeypatch, capsys):
    failed = factories.rejection(stage="reading", article="001.txt", reason="could not be analysed")
    monkeypatch.setattr(run, "situate", lambda *_, merge: Situation((), (failed,)))
    assert main(["extract", str(folder)]) == 1
    assert "001.txt: could not be analysed" in capsys.readouterr().err


def test_output_appears_whole_under_its_name(folder, tmp_path, capsys):
    target = tmp_path / "out.csv"
    target.write_text("old")
    assert main(["extract", str(folder), "--format", "csv", "--output", str(target)]) == 0
    assert target.read_text().startswith("id,kind,")
    assert capsys.readouterr().out == ""
    assert target.stat().st_mode & 0o777 == 0o666 & ~_umask()
    assert {path.name for path in tmp_path.iterdir()} == {"in", "out.csv"}


def test_failure_leaves_the_old_output(folder, tmp_path, monkeypatch):
    target = tmp_path / "out.csv"
    target.write_text("old")

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pipeline.exports.write", fail)
    assert main(["extract", str(folder), "--output", str(target)]) == 2
    assert target.read_text() == "old"
    assert {path.name for path in tmp_path.iterdir()} == {"in", "out.csv"}


@pytest.mark.parametrize("name", ["no/such/folder/out.json", "in"])
def test_output_that_cannot_be_written_is_said_before_the_work(folder, tmp_path, monkeypatch, capsys, name):
    monkeypatch.setattr(run, "extract", lambda *_, **__: pytest.fail("worked for nothing"))
    assert main(["extract", str(folder), "--output", str(tmp_path / name)]) == 2
    assert str(tmp_path / name) in capsys.readouterr().err


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ([], 4),
        (["--kind", "strike"], 3),
        (["--kind", "strike", "--kind", "capture"], 4),
        (["--status", "disputed"], 1),
        (["--source", "the paper"], 1),
        (["--source", "nobody"], 0),
        (["--since", "2022-02-27"], 2),
        (["--until", "2022-02-26"], 3),
        (["--since", "2022-03-01", "--until", "2022-03-01"], 2),
        (["--since", "2022-03-06"], 0),
    ],
)
def test_export_filters(filters, found, tmp_path, capsys):
    march = factories.DAY.replace(month=3, day=1)
    made = factories.situation(
        factories.incident(id="1", status="disputed"),
        factories.incident(id="2", when=factories.when(last=march.replace(day=5))),
        factories.incident(id="3", when=factories.when(march), kind="capture"),
        factories.incident(id="4", reports=(factories.report(), factories.report(source="The Paper"))),
    )
    story = factories.article()
    with Store.open(tmp_path / "s") as store:
        store.save([story], [factories.extraction(story)], made, "1")
    assert main(["export", "--format", "geojson", "--store", str(tmp_path / "s"), *filters]) == 0
    assert len(json.loads(capsys.readouterr().out)["features"]) == found


def test_export_without_a_store_says_how_to_make_one(tmp_path, capsys):
    assert main(["export", "--store", str(tmp_path / "none")]) == 2
    assert "python -m pipeline build" in capsys.readouterr().err


def test_explain_of_a_file_explains_each_of_its_articles(capsys, folder, monkeypatch):
    monkeypatch.setattr(run, "explain_article", lambda article: f"of {article.name}")
    assert main(["explain", str(folder / "001.txt")]) == 0
    assert "of 001.txt" in capsys.readouterr().out


def test_explain_prints_the_explanation(capsys):
    assert main(["explain", "Kyiv was hit.", "--date", "2022-02-26"]) == 0
    assert capsys.readouterr().out == "2022-02-26: Kyiv was hit.\n"


def test_check_prints_what_could_not_be_read(folder, capsys):
    assert main(["check", str(folder)]) == 0
    (folder / "bad.txt").write_text("")
    (folder / "x.docx").write_text("")
    assert main(["check", str(folder), str(folder / "gone.txt")]) == 1
    out, err = capsys.readouterr()
    assert [line.split(":")[0] for line in out.splitlines()] == ["bad.txt", "x.docx", "gone.txt"]
    assert "2 articles can be read, 3 cannot." in err


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nonsense"],
        ["extract"],
        ["check"],
        ["explain"],
        ["explain", " "],
        ["explain", "x", "--date", "2022-02-30"],
        ["extract", "in", "--format", "docx"],
        ["export", "--kind", "picnic"],
        ["export", "--status", "verified"],
        ["export", "--since", "2022-03-01", "--until", "2022-02-01"],
        ["export", "--since", "yesterday"],
    ],
)
def test_wrong_usage_ends_with_two_and_no_traceback(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_empty_folder_is_wrong_usage(tmp_path, capsys):
    assert main(["extract", str(tmp_path)]) == 2
    assert "no article was found" in capsys.readouterr().err


def test_interrupted_build_says_so(folder, tmp_path, monkeypatch, capsys):
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "stream", stop)
    assert main(["build", str(folder), "--store", str(tmp_path / "s")]) == 130
    assert "Stopped" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["build", "in", "--store", "s"], ["extract", "in"], ["explain", "Kyiv."]])
def test_the_first_use_of_the_gazetteer_shows_that_it_is_being_built(arguments, folder, monkeypatch, capsys):
    """It takes up to a minute, in which a silent program passes for a hanging one."""
    monkeypatch.chdir(folder.parent)
    monkeypatch.setattr(gazetteer_build, "default_path", lambda **_: folder.parent / "gazetteer.sqlite")
    for name, replacement in only(()).items():
        monkeypatch.setattr(f"gazetteer.build.{name}", replacement)
    monkeypatch.setattr(gazetteer_build.landmarks, "read", lambda _: ((), ()))
    assert main(arguments) == 0
    assert "Building the gazetteer (once): reading landmarks (0 of 6)\n" in capsys.readouterr().err
    assert main(arguments) == 0
    assert "gazetteer" not in capsys.readouterr().err


def test_help_needs_no_model():
    """Help is there at once: nothing heavy is imported for it."""
    program = (
        "import sys, runpy; sys.argv = ['pipeline', '--help']\n"
        "try: runpy.run_module('pipeline', run_name='__main__')\n"
        "except SystemExit: pass\n"
        "heavy = {'spacy', 'pandas', 'trafilatura', 'pydantic', 'streamlit'} & set(sys.modules)\n"
        "sys.exit(f'imported {heavy}' if heavy else 0)"
    )
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 0, ended.stderr
    assert "explain" in ended.stdout


def test_a_pipe_that_closes_early_is_no_error(store):
    command = f"'{sys.executable}' -m pipeline export --store '{store}' | head -c 1"
    ended = subprocess.run(["bash", "-c", f"set -o pipefail; {command}"], cwd=ROOT, capture_output=True, timeout=60)
    assert ended.returncode == 0, ended.stderr
    assert b"Traceback" not in ended.stderr


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


@pytest.mark.parametrize("value", ["0", "-1", "two", "65", "1.5", "²"])
def test_a_number_of_workers_that_makes_no_sense_is_wrong_usage(folder, capsys, value):
    with pytest.raises(SystemExit) as stop:
        main(["extract", str(folder), "--workers", value])
    assert stop.value.code == 2
    assert "from 1 to 64" in capsys.readouterr().err


def test_the_number_of_workers_asked_for_is_the_number_that_reads(folder, store, monkeypatch):
    asked = []
    monkeypatch.setattr(
        run, "stream", lambda articles, *, workers, dask: asked.append((workers, dask)) or stream(articles, workers=1)
    )
    main(["extract", str(folder), "--workers", "2"])
    main(["build", str(folder), "--store", str(store), "--workers", "2"])
    main(["extract", str(folder)])
    assert asked == [(2, None), (2, None), (1, None)]
