"""What is installed is what is pinned, all of it is pinned and hashed, and none of it is known to be bad."""

import re
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from pipeline.doctor import floors
from tools import pin_requirements

ROOT = Path(__file__).resolve().parent.parent
FILES = pin_requirements.FILES
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str) -> list[list[str]]:
    """Each requirement's lines, the first one without what joins it to the next."""
    joined = [line for line in text(name).splitlines() if line.strip() and line[0] != "#" and line[:2] != "--"]
    found: list[list[str]] = []
    for line in joined:
        if line[0] == " ":
            found[-1].append(line)
        elif not line.startswith("-r "):
            found.append([line.removesuffix(" \\")])
    return found


PINS = [(name, block) for name in FILES for block in blocks(name)]
IDS = [block[0] for _, block in PINS]


@pytest.mark.parametrize("line", IDS)
def test_a_requirement_is_pinned_to_one_version(line: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.+!]*", line)
    assert not line.endswith("==999.9.9"), "a version that somebody put there to keep the name"


@pytest.mark.parametrize("line", [block[0] for name, block in PINS if name in pin_requirements.TESTED])
def test_the_installed_version_is_the_pinned_one(line: str) -> None:
    requirement = Requirement(line)
    assert version(requirement.name) in requirement.specifier


@pytest.mark.parametrize(("name", "block"), PINS, ids=IDS)
def test_a_requirement_bears_the_hashes_of_its_files(name: str, block: list[str]) -> None:
    assert len(block) > 1, "run: python tools/pin_requirements.py"
    assert all(HASH.fullmatch(line) for line in block[1:])
    assert [line.endswith("\\") for line in block[1:]] == [True] * (len(block) - 2) + [False]


@pytest.mark.parametrize("name", FILES)
def test_files_without_a_hash_or_wheel_are_not_installed(name: str) -> None:
    assert set(pin_requirements.OPTIONS) <= set(text(name).splitlines())


@pytest.mark.parametrize("line", IDS)
def test_no_pinned_version_is_known_to_be_bad(line: str) -> None:
    found = Requirement(line)
    low = {canonicalize_name(name): floor for name, (floor, _) in floors().items()}
    (specifier,) = found.specifier
    assert Version(specifier.version) >= low.get(canonicalize_name(found.name), Version("0"))


def test_each_floor_is_of_a_package_that_is_used_and_says_why() -> None:
    pinned = {canonicalize_name(Requirement(line).name) for line in IDS}
    assert {canonicalize_name(name) for name in floors()} <= pinned
    assert all(len(reason) > 10 for _, reason in floors().values())


def test_nothing_is_pinned_twice() -> None:
    names = [canonicalize_name(Requirement(line).name) for line in IDS]
    assert len(names) == len(set(names))


def test_what_testing_needs_builds_on_what_running_needs() -> None:
    assert "-r requirements.txt" in text("requirements-postgres.txt").splitlines()
    assert "-r requirements-postgres.txt" in text("requirements-dev.txt").splitlines()


def test_what_only_some_need_builds_on_what_running_needs() -> None:
    for name in set(FILES) - set(pin_requirements.TESTED):
        assert "-r requirements.txt" in text(name).splitlines()


def test_the_html_cleaner_that_lxml_left_out_is_pinned() -> None:
    # jusText imports lxml.html.clean, which lxml has not held since 5.2; without this line no web page can be read
    assert "lxml_html_clean" in {Requirement(block[0]).name for name, block in PINS if name == "requirements.txt"}


def test_pinning_again_keeps_comments_and_order_and_replaces_hashes() -> None:
    old, new = (f"--hash=sha256:{digit * 64}" for digit in "ab")
    given = f"# What it is.\n--require-hashes\n-r other.txt\nB_c==1.0 \\\n    {old}\n\n# needed by the above\nA==2\n"
    made = pin_requirements.pinned(given, {"b-c==1.0": [new, old], "a==2": [new]})
    assert made == (
        "# What it is.\n--only-binary :all:\n--require-hashes\n-r other.txt\n"
        f"B_c==1.0 \\\n    {new} \\\n    {old}\n\n# needed by the above\nA==2 \\\n    {new}\n"
    )
    assert pin_requirements.pinned(made, {"b-c==1.0": [new, old], "a==2": [new]}) == made
