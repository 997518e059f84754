"""Imports point one way, each outside library has one room, and modules stay short."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("gazetteer", "pipeline", "page")
MODULES = [*sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py")), ROOT / "dashboard.py"]
LONGEST = 300  # lines

# Stages know the records and the tables; what one stage asks of another stands here, and run.py names them all.
RECORDS = {
    "models",
    "errors",
    "kinds",
    "lowercase",
    "syntax",
    "settings",
    "numbers",
    "geometry",
    "wordclasses",
    "offsets",
    "placemention",
}
STAGES = {
    "native": set(),  # switches of the C libraries
    "embedding": set(),
    "decoding": set(),  # the parser's steps
    "encoding": set(),  # its convolutions
    "fronted": set(),  # "In Lviv rockets hit a depot"
    "vocabulary": set(),  # what is kept of its words
    "language": {"decoding", "embedding", "encoding", "fronted", "native", "vocabulary"},
    "workers": set(),
    "remote": {"workers"},
    "document": set(),
    "daywords": set(),  # what each phrase for days means
    "dates": {"daywords"},
    "figures": set(),
    "framing": set(),  # what a sentence says of a happening as a whole
    "parried": set(),  # an attack that was stopped
    "modality": {"framing", "parried"},
    "atlarge": {"dates", "triggers"},  # what is said of the war, of no one happening
    "claimants": set(),  # who a speaker is, and of which side
    "reporting_clause": {"claimants"},  # "…, the mayor said", where the parser does not see it
    "voices": {"claimants", "reporting_clause"},
    "coordinates": set(),
    "headings": {"document"},
    "commonplace": set(),  # names that place nothing by themselves
    "toponyms": {"commonplace", "coordinates"},
    "passages": {"document", "figures", "lexicon", "toponyms", "voices"},
    "repeats": set(),  # what was parsed lately
    "headline": {"language"},
    "lexicon": {"language"},  # the inflected forms of a rule's words
    "antecedent": {"language"},
    "doubles": {"claimants", "triggers"},  # triggers for the type of its arguments only
    "frames": {"headline"},
    "triggers": {"antecedent", "claimants", "doubles", "frames", "headline", "language", "lexicon"},
    "placewords": {"lexicon"},  # a name before a trigger noun is its scene
    "qualifying": {"dates", "placewords", "voices"},
    "references": {"dates", "placewords"},  # "25 miles south of Kyiv"
    "roles": {"placewords", "qualifying", "references"},
    "aside": {"claimants", "placewords", "triggers", "voices"},
    "memory": set(),  # what the article has named so far
    "placing": {"roles"},
    "ellipsis": {"placemention", "placewords", "triggers"},
    "whereabouts": {"roles", "triggers", "voices"},
    "attachment": {
        "whereabouts",
        "aside",
        "doubles",
        "ellipsis",
        "headline",
        "memory",
        "modality",
        "placewords",
        "roles",
        "triggers",
        "voices",
    },
    "neighbours": set(),  # which of a name's places lie where the text says
    "regions": {"memory"},  # the one that a name lies in, or means
    "namesakes": {"commonplace", "memory", "neighbours", "regions", "roles"},
    "definite": {"memory", "roles"},  # "the capital"
    "anaphora": {
        "attachment",
        "definite",
        "memory",
        "namesakes",
        "placewords",
        "placing",
        "roles",
        "seats",
        "triggers",
        "voices",
        "whereabouts",
    },
    "enumeration": {
        "document",
        "ellipsis",
        "references",
        "roles",
        "together",
        "triggers",
        "whereabouts",
    },  # lists that the parser takes apart
    "together": {"memory", "placewords", "triggers"},  # "both towns"
    "unplaced": {"dates", "roles", "triggers", "voices"},
    "seats": {
        "definite",
        "memory",
        "namesakes",
        "placing",
        "triggers",
        "voices",
        "whereabouts",
    },  # the governor's region
    "scene": {
        "enumeration",
        "anaphora",
        "aside",
        "attachment",
        "ellipsis",
        "memory",
        "namesakes",
        "placing",
        "roles",
        "seats",
        "triggers",
        "unplaced",
        "together",
        "whereabouts",
    },
    "reading": {"claimants", "dates", "memory", "reporting_clause", "triggers", "voices"},
    "cataphora": {"namesakes", "placing", "reading", "roles", "triggers"},  # "a small town", named below
    "timing": {"dates", "ellipsis", "triggers", "voices"},
    "narrative": {
        "dates",
        "modality",
        "reading",
        "timing",
        "triggers",
        "voices",
    },  # the day that the telling has reached
    "twicetold": {"happening", "reading"},  # what one article tells under two kinds or two days
    "retelling": {"dates", "figures", "headline", "reading", "reporting_clause", "triggers", "voices"},
    "blame": {"voices"},
    "answers": {"blame", "claimants", "reading", "voices"},
    "topics": {
        "document",
        "headings",
        "namesakes",
        "reading",
        "roles",
        "voices",
    },  # what a sentence leaves for those after it
    "allotment": {"figures", "namesakes", "reading", "roles"},
    "attributes": {"claimants", "placemention", "triggers"},
    "denials": {  # of what the article itself does not tell
        *("attributes", "dates", "namesakes", "placemention", "placing", "reading", "roles", "scene", "timing"),
        *("triggers", "voices"),
    },
    "events": {
        "doubles",
        "allotment",
        "anaphora",
        "answers",
        "antecedent",
        "atlarge",
        "attachment",
        "attributes",
        "cataphora",
        "dates",
        "denials",
        "document",
        "framing",
        "headings",
        "lexicon",
        "memory",
        "modality",
        "namesakes",
        "narrative",
        "reading",
        "retelling",
        "roles",
        "scene",
        "timing",
        "topics",
        "toponyms",
        "triggers",
        "twicetold",
        "voices",
        "unplaced",
    },
    "happening": set(),
    "mention": {"happening"},
    "clusters": {"happening", "mention"},
    "regathering": {"clusters", "happening", "mention"},
    "summary": {"language"},  # an incident in plain words
    "incidents": {"clusters", "happening", "mention", "summary"},
    "tolls": set(),
    "explain": {"dates", "document", "events", "lexicon", "roles", "scene", "tolls", "toponyms", "triggers"},
    "run": {
        *(
            "events",
            "explain",
            "happening",
            "incidents",
            "language",
            "mention",
            "passages",
            "regathering",
            "remote",
            "repeats",
        ),
        "workers",
    },
}
ONLY_IN = {
    "spacy": {"pipeline/language.py"},
    "thinc": {"pipeline/language.py", "pipeline/embedding.py", "pipeline/encoding.py"},
    "lemminflect": {"pipeline/language.py"},
    "distributed": {"pipeline/remote.py"},
    "folium": {"pipeline/map_frame.py"},
    "streamlit_folium": {"pipeline/map_frame.py"},
}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported(path: Path) -> set[str]:
    """Dotted names that a module imports, wherever in it: "pipeline.models", "spacy"."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{name(path)} imports relatively"
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def tops(path: Path) -> set[str]:
    return {module.split(".")[0] for module in imported(path)}


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_imports_point_one_way(path: Path) -> None:
    above = {
        "gazetteer": {"pipeline", "page", "dashboard", "tests"},
        "pipeline": {"page", "dashboard", "tests"},
        "page": {"dashboard", "tests"},
        "dashboard.py": {"tests"},
    }
    assert not tops(path) & above[path.relative_to(ROOT).parts[0]]


@pytest.mark.parametrize(("library", "rooms"), ONLY_IN.items(), ids=list(ONLY_IN))
def test_a_library_has_one_room(library: str, rooms: set[str]) -> None:
    assert {name(path) for path in MODULES if library in tops(path)} == rooms


@pytest.mark.parametrize("library", ["sqlite3", "sqlalchemy", "psycopg"])
def test_only_the_store_speaks_sql_in_the_pipeline(library: str) -> None:
    rooms = {path.name for path in MODULES if library in tops(path) and path.parts[-2] in ("pipeline", "page")}
    # doctor.py asks SQLite for its version, and looks at the gazetteer's file
    assert {room for room in rooms - {"store.py", "doctor.py"} if not room.startswith("store_")} == set()


def test_the_pipeline_knows_nothing_of_streamlit_but_for_the_map() -> None:
    rooms = {name(path) for path in MODULES if "streamlit" in tops(path) and path.is_relative_to(ROOT / "pipeline")}
    assert rooms <= {"pipeline/map_layer.py"}


@pytest.mark.parametrize(("stage", "allowed"), STAGES.items(), ids=list(STAGES))
def test_a_stage_asks_only_the_stages_in_the_table(stage: str, allowed: set[str]) -> None:
    modules = {module.split(".")[1] for module in imported(ROOT / f"pipeline/{stage}.py") if module[:9] == "pipeline."}
    assert modules & (set(STAGES) | RECORDS) - RECORDS <= allowed
    assert modules <= set(STAGES) | RECORDS


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_is_no_longer_than_a_sitting(path: Path) -> None:
    count = path.read_text(encoding="utf-8").count("\n")
    assert count <= LONGEST


def test_no_module_is_called_utils() -> None:
    assert not [path for path in MODULES if path.stem.strip("_") in ("util", "utils", "helpers", "misc", "common")]


@pytest.mark.parametrize("stage", sorted(set(STAGES) - {"explain"}))
def test_a_stage_neither_prints_nor_reads_the_clock_or_the_environment(stage: str) -> None:
    tree = ast.parse((ROOT / f"pipeline/{stage}.py").read_text(encoding="utf-8"))
    called = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    assert not called & {
        "print",
        "input",
        "dt.date.today",
        "dt.datetime.now",
        "time.time",
        "os.getenv",
        "random.random",
    }


# All of these read Markdown, or draw words that page/words.py would have made visible first.
_MARKDOWN = {
    *("text", "markdown", "write", "caption", "title", "header", "subheader"),
    *("error", "warning", "success", "exception", "toast"),
}


@pytest.mark.parametrize("path", [path for path in MODULES if name(path).startswith(("page/", "dashboard"))], ids=name)
def test_the_page_draws_words_in_one_way_only(path: Path) -> None:
    calls = {
        ast.unparse(node) for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Attribute)
    }
    found = {call for call in calls if call.startswith("st.") and call[3:] in _MARKDOWN}
    assert found == ({"st.text"} if name(path) == "page/words.py" else set())
