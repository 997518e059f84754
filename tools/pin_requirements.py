"""Writes the hashes of every published file beside each pin of the requirements files.

    python tools/pin_requirements.py [FILE ...]        default: all of them

Change a version or add `name==version`, then run this: a line without hashes is one that pip refuses. All wheels of a
version are named, so that one file serves every system and Python. Needs uv (pip install uv) and the package index.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TESTED = (
    "requirements.txt",
    "requirements-postgres.txt",
    "requirements-tiles.txt",
    "requirements-dask.txt",
    "requirements-dev.txt",
)  # what `make test` installs
FILES = (*TESTED, "requirements-login.txt", "requirements-fuzz.txt")
OPTIONS = ("--only-binary :all:", "--require-hashes")
_PIN = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)==([^\s\\;]+)")
_HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def main(names: list[str]) -> int:
    """0, or 1 where a file lacks a package's hashes."""
    for name in names or FILES:
        path = ROOT / name
        text = path.read_text(encoding="utf-8")
        found = hashes(sorted({match[0] for line in text.splitlines() if (match := _PIN.match(line))}))
        path.write_text(pinned(text, found), encoding="utf-8")
        print(f"{name}: {len(found)} packages, {sum(map(len, found.values()))} files")
    return 0


def hashes(pins: list[str]) -> dict[str, list[str]]:
    """The hash options of each pin, by normalised name and version. Raises SystemExit where one has none."""
    uv = shutil.which("uv") or sys.exit("uv is not installed. Run: pip install uv")
    with tempfile.TemporaryDirectory() as folder:
        given, made = Path(folder, "in.txt"), Path(folder, "out.txt")
        given.write_text("\n".join(pins) + "\n", encoding="utf-8")
        options = (
            "--no-deps",
            "--universal",
            "--generate-hashes",
            "--only-binary=:all:",
            "--no-header",
            "--no-annotate",
        )
        command = [uv, "pip", "compile", *options, "--python-version=3.11", "--quiet", "--output-file", made, given]
        subprocess.run(command, check=True)
        blocks = re.split(r"\n(?=\S)", made.read_text(encoding="utf-8"))
    found = {key(match): _HASH.findall(block) for block in blocks if (match := _PIN.match(block))}
    missing = [pin for pin in pins if (match := _PIN.match(pin)) and not found.get(key(match))]
    if missing:
        sys.exit(f"no hashes were found for {', '.join(missing)}. Is the version published, with a wheel?")
    return found


def pinned(text: str, found: dict[str, list[str]]) -> str:
    """The file with these hashes in place of those it had, and the options that make pip ask for them."""
    lines: list[str] = []
    for line in text.splitlines():
        if _HASH.search(line) or line.strip() in OPTIONS:
            continue
        match = _PIN.match(line)
        if match is None:
            lines.append(line)
            continue
        lines += [f"{match[0]} \\", *(f"    {each} \\" for each in found[key(match)])]
        lines[-1] = lines[-1].removesuffix(" \\")
    first = next((k for k, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return "\n".join([*lines[:first], *OPTIONS, *lines[first:]]) + "\n"


def key(match: re.Match[str]) -> str:
    """Name as the index normalises it, and version."""
    return f"{re.sub(r'[-_.]+', '-', match[1]).lower()}=={match[2]}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
