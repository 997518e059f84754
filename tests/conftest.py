"""What several rooms' tests share: the sample articles, read and extracted once, and articles made of a sentence."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest

from gazetteer.lookup import Lookup
from pipeline import readers, run
from pipeline.models import Article, Extraction
from pipeline.settings import Settings
from tests import postgres

# How long an example takes says something of the machine and its other work, nothing of ours.
hypothesis.settings.register_profile("ours", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("ours")

SATURDAY = dt.date(2022, 2, 26)

Tell = Callable[..., Extraction]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew; then read the diff")


@pytest.fixture(scope="session")
def gaz() -> Lookup:
    """The gazetteer, built at first use."""
    return run.gazetteer()


@pytest.fixture(scope="session")
def seeds() -> tuple[Article, ...]:
    """The sample articles, all of which can be read."""
    reading = readers.read([Settings().seeds], today=dt.date(2023, 1, 1))
    assert reading.rejections == ()
    return reading.articles


@pytest.fixture(scope="session")
def extractions(seeds: tuple[Article, ...]) -> tuple[Extraction, ...]:
    """What the sample articles tell, in their order."""
    return run.extract(seeds)


def story(text: str, *, day: dt.date = SATURDAY, name: str = "001.txt", source: str | None = None) -> Article:
    """An article without a header, published on a Saturday unless another day is given."""
    return Article(name, text, 0, day, hashlib.sha256(text.encode()).hexdigest(), source=source)


@pytest.fixture(scope="session")
def tell() -> Tell:
    """A function: what an article of these words tells. The same words and day are read once."""
    known: dict[tuple[str, dt.date], Extraction] = {}

    def told(text: str, *, day: dt.date = SATURDAY) -> Extraction:
        if (text, day) not in known:
            known[text, day] = run.extract([story(text, day=day)])[0]
        return known[text, day]

    return told


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of annotated articles beside the project; tests that measure against it are skipped without it."""
    folder = Path(__file__).resolve().parent.parent.parent / "shared"
    if not (folder / "gold").is_dir():
        pytest.skip("the annotated articles (../shared) are not on this machine")
    return folder


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """A PostgreSQL server; tests that need one are skipped, saying why, where none can be started."""
    if why := postgres.missing():
        pytest.skip(why)
    with postgres.server() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def new_store(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Path | str]:
    """A function: where a new store may be opened, a file or an address."""
    if request.param == "postgresql":
        server: postgres.Server = request.getfixturevalue("postgres_server")
        return server.database
    count = iter(range(1_000_000))
    return lambda: tmp_path / "var" / f"situation-{next(count)}.sqlite"


@pytest.fixture
def where(new_store: Callable[[], Path | str]) -> Path | str:
    """Where a new store may be opened, a file or an address."""
    return new_store()
