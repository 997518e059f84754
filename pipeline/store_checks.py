"""Whether a store is whole: the file, and that every quote stands in its article where it says it does."""

import hashlib
from collections.abc import Generator, Iterator
from contextlib import closing

from sqlalchemy import Connection, and_, func, select

from pipeline.store_schema import ARTICLE, CORRECTION, INCIDENT, REJECTION, REPORT

_SHOWN = 3  # faults of one sort that are told


def counts(connection: Connection) -> dict[str, int]:
    """How many of each there are."""
    tables = {"incidents": INCIDENT, "reports": REPORT, "set aside": REJECTION, "corrections": CORRECTION}
    read = {name: connection.scalar(select(func.count()).select_from(table)) or 0 for name, table in tables.items()}
    articles = select(func.count()).select_from(ARTICLE)
    retired = connection.scalar(articles.where(ARTICLE.c.retired.is_not(None))) or 0
    return {"articles": (connection.scalar(articles) or 0) - retired, "articles retired": retired, **read}


def faults(connection: Connection, *, thorough: bool) -> Iterator[str]:
    """What is wrong, in words. thorough reads every row; else the database's own quick check is asked."""
    if connection.dialect.name == "sqlite":
        words = "integrity_check" if thorough else "quick_check"
        answers = connection.exec_driver_sql(f"PRAGMA {words}({_SHOWN})").scalars().all()
        yield from (f"The file is damaged: {answer}." for answer in answers if answer != "ok")
        if answers == ["ok"] and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            yield "Some report or incident points at a row that is not there."
    if thorough:
        yield from _first(_texts(connection))
        yield from _first(_quotes(connection))


def _first(found: Generator[str, None, None]) -> Iterator[str]:
    with closing(found):  # and with it the answer that is not read to its end
        for number, fault in enumerate(found):
            if number == _SHOWN:
                yield "There are more of these."
                return
            yield fault


def _texts(connection: Connection) -> Generator[str, None, None]:
    rows = select(ARTICLE.c.name, ARTICLE.c.sha256, ARTICLE.c.text)
    with connection.execute(rows.execution_options(yield_per=200)) as found:
        for name, sha256, text in found:
            if hashlib.sha256(text.encode("utf-8")).hexdigest() != sha256:
                yield f"{name}: its text is not the one that was stored."


def _quotes(connection: Connection) -> Generator[str, None, None]:
    same = and_(ARTICLE.c.sha256 == REPORT.c.sha256, ARTICLE.c.published == REPORT.c.published)
    rows = (
        select(ARTICLE.c.name, ARTICLE.c.text, REPORT.c.start, REPORT.c.stop, REPORT.c.quote)
        .select_from(REPORT)
        .join(ARTICLE, same, isouter=True)
        .execution_options(yield_per=200)
    )
    with connection.execute(rows) as found:
        for name, text, start, stop, quote in found:
            if text is None:
                yield "A report is of an article that is not there."
            elif text[start:stop] != quote:
                yield f"{name}: the words at {start} to {stop} are not the quote that a report gives."
