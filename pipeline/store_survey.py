"""What a store holds that a reading may change, found without looking at the rest."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from pipeline import store_reads
from pipeline.changes import Survey, given
from pipeline.readers import Reading
from pipeline.store_schema import ARTICLE, ORIGIN, Kept, Key, day, key
from pipeline.store_upsert import batched, of_articles


def survey(connection: Connection, reading: Reading) -> Survey:
    """What the store holds of the reading's articles, of all that it answers for, and of the names it gives."""
    own = {key(one) for one in reading.articles}
    stored = {key(one): one for one in _kept(connection, own)}
    addresses = {origin for origin, _ in given(reading) if origin.startswith("url:")}
    answered = set(_from(connection, addresses, reading.roots)) - set(stored)
    stored |= {key(one): one for one in _kept(connection, answered)}
    origins: dict[Key, set[str]] = {}
    for origin, sha256, published in of_articles(connection, select(ORIGIN), ORIGIN, stored):
        origins.setdefault((sha256, day(published)), set()).add(origin)
    return Survey(
        tuple(sorted(stored.values(), key=lambda one: (one.published, one.sha256))),
        {each: frozenset(found) for each, found in origins.items()},
        frozenset(_named(connection, {one.name for one in reading.articles if key(one) not in stored})),
        store_reads.unread(connection),
        store_reads.meta(connection, "gathered"),
        connection.scalar(select(func.count()).select_from(ARTICLE).where(ARTICLE.c.retired.is_(None))) or 0,
    )


_KEPT = select(ARTICLE.c.sha256, ARTICLE.c.published, ARTICLE.c.name).where(ARTICLE.c.retired.is_(None))


def _kept(connection: Connection, keys: Collection[Key]) -> Iterable[Kept]:
    for sha256, published, name in of_articles(connection, _KEPT, ARTICLE, keys):
        yield Kept(sha256, day(published), name)


def _named(connection: Connection, names: Collection[str]) -> Iterable[Kept]:
    for some in batched(sorted(names)):
        for sha256, published, name in connection.execute(_KEPT.where(ARTICLE.c.name.in_(some))):
            yield Kept(sha256, day(published), name)


def _from(connection: Connection, origins: Collection[str], roots: Sequence[str]) -> Iterable[Key]:
    """The articles that were read from these origins, or below these roots."""
    column = ORIGIN.c.origin
    below: list[ColumnElement[bool]] = []
    for root in roots:
        folder, file = root.rstrip("/"), root
        # "0" comes right after "/", and "$" after "#"
        below += [and_(column > f"{folder}/", column < f"{folder}0"), and_(column > f"{file}#", column < f"{file}$")]
    wanted = select(ORIGIN.c.sha256, ORIGIN.c.published)
    asked = [column.in_(some) for some in batched(sorted({*origins, *roots}))]
    for where in (*asked, *(or_(*some) for some in batched(below))):
        for sha256, published in connection.execute(wanted.where(where)):
            yield sha256, day(published)
