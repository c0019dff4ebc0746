"""The database: SQLite or PostgreSQL by its URL, and what a transaction is on each.

On SQLite every writing transaction begins with BEGIN IMMEDIATE: one that reads first and writes
later would otherwise fail at once when another process wrote in between, whatever the time-out.
WAL with ``synchronous=NORMAL`` survives any killed process; a machine that loses power may lose the
last transactions, but whole ones, the lease with its result, so that the work is only done again.
On PostgreSQL the same is allowed for the leases alone, never for a verdict or the audit log: those
are committed first, so that the next in line need not wait, and then waited for until the disk has
them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from time import monotonic, sleep
from typing import Any, TypeVar

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    Executable,
    Insert,
    PoolProxiedConnection,
    Table,
    create_engine,
    event,
    make_url,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DisconnectionError, OperationalError

from evidence.domain.errors import Problem, Unreadable
from evidence.domain.text import say
from evidence.pipeline.ledger import StoreAway
from evidence.store.hand import Hand

_Reached = TypeVar("_Reached")

_BUSY_SECONDS = 60  # how long a writer waits for its turn on SQLite
_ASK_AGAIN_SECONDS = 0.5  # between two tries to reach a server that is away
_IDLE_SECONDS = 1  # a connection to PostgreSQL that lay unused for longer is tried before its use
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=NORMAL",
    "foreign_keys=ON",
    "recursive_triggers=ON",  # so that INSERT OR REPLACE runs into the triggers of append_only too
)
_READING = "evidence_reading"
# A transaction of nothing but a message to nobody, which waits for the disk: by its end all that
# was committed before it is on the disk too.
_SETTLED = text(
    "SELECT set_config('synchronous_commit', 'on', true),"
    " pg_logical_emit_message(true, 'evidence', '')"
)


class StoreUnfit(Unreadable):
    """A store that can't be used: its URL, the database behind it, or its schema."""


@dataclass(frozen=True, slots=True)
class Database:
    """A store's database; every process opens its own.

    A server that has answered once and then is away, as when it is started anew, is waited for
    ``patience`` seconds; then, or where it goes away in the middle of a statement, StoreAway says
    so.
    """

    engine: Engine
    reader: Engine
    relaxed: Engine
    patience: float = 0
    answered: Event = field(default_factory=Event)

    @classmethod
    def at(cls, url: str, patience: float = 0) -> Database:
        """The database at a URL: ``sqlite:///FILE`` or ``postgresql://…``; nothing is opened yet.

        Raises:
            StoreUnfit: when it is no such URL.
        """
        where = _parsed(url)
        if where.get_backend_name() == "sqlite":
            engine = _sqlite(where)
            return cls(engine, engine.execution_options(**{_READING: True}), engine, patience)
        engine = create_engine(where, isolation_level="READ COMMITTED")
        relaxed = create_engine(where, isolation_level="AUTOCOMMIT")
        event.listen(relaxed, "connect", _relaxed)
        for each in (engine, relaxed):
            event.listen(each, "checkin", _laid_down)
            event.listen(each, "checkout", _tried)
        reader = engine.execution_options(isolation_level="REPEATABLE READ")
        return cls(engine, reader, relaxed, patience)

    @property
    def on_postgresql(self) -> bool:
        """Whether this is PostgreSQL, else it is SQLite."""
        return self.engine.dialect.name == "postgresql"

    @property
    def name(self) -> str:
        """The URL without its password."""
        return self.engine.url.render_as_string(hide_password=True)

    @property
    def file(self) -> Path | None:
        """The file of SQLite."""
        return None if self.on_postgresql else Path(str(self.engine.url.database))

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes: kept as a whole at the end of the block, or not at all."""
        with self._told(), self._reached(self.engine.connect) as connection, connection.begin():
            yield connection

    @contextmanager
    def by_hand(self, *, lasting: bool = True) -> Iterator[Hand]:
        """As ``writing``, by the driver's own cursor.

        What is not ``lasting`` can be done again: the leases, results without a verdict. PostgreSQL
        does not wait for its disk to keep it. A server that loses power may lose the last ones, but
        whole ones and in their order. What is lasting is on the disk at the end of the block.
        """
        with self._driver() as driver:
            hand = Hand(driver.cursor(), self.engine.dialect.name)
            hand.cursor.execute("BEGIN" if hand.on_postgresql else "BEGIN IMMEDIATE")
            try:
                yield hand
            except BaseException:
                driver.rollback()
                raise
            driver.commit()
            if lasting:
                _settle(hand)

    @contextmanager
    def one_by_hand(self, *, lasting: bool = False) -> Iterator[Hand]:
        """For single statements, each a transaction of its own: they need no BEGIN and COMMIT."""
        with self._driver() as driver:
            hand = Hand(driver.cursor(), self.engine.dialect.name)
            yield hand
            if lasting:
                _settle(hand)

    @contextmanager
    def _driver(self) -> Iterator[Any]:
        """A connection as the driver knows it; on it only what says so waits for the disk."""
        with self._told():
            lent = self._reached(self._lent)
            try:
                yield lent.dbapi_connection
            except self.relaxed.dialect.loaded_dbapi.OperationalError as error:
                lent.invalidate(error)
                raise OperationalError(None, None, error) from error
            finally:
                lent.close()

    def _lent(self) -> PoolProxiedConnection:
        try:
            return self.relaxed.raw_connection()
        except self.relaxed.dialect.loaded_dbapi.OperationalError as error:
            raise OperationalError(None, None, error) from error

    def _reached(self, connect: Callable[[], _Reached]) -> _Reached:
        """What ``connect`` gives, as soon as the server is there."""
        until = monotonic() + self.patience
        while True:
            try:
                reached = connect()
            except OperationalError:
                if monotonic() >= until or not self.answered.is_set():
                    raise
                sleep(_ASK_AGAIN_SECONDS)
            else:
                self.answered.set()
                return reached

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Tell of a database that no longer answers as what it is.

        Raises:
            StoreAway: when it does not.
        """
        try:
            yield
        except OperationalError as error:
            raise StoreAway(self.name, (self._silence(error),)) from error

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads, and sees the store as it was at one moment."""
        with self._told(), self._reached(self.reader.connect) as connection:
            yield connection

    def streaming(self, connection: Connection, rows: Executable) -> Iterator[Any]:
        """The rows of a query, a few at a time however many there are."""
        with connection.execution_options(yield_per=1000).execute(rows) as result:
            yield from result

    def insert(self, table: Table) -> Insert:
        """An INSERT that leaves out the rows whose key is there already; it counts the others."""
        dialect = postgresql if self.on_postgresql else sqlite
        statement: Insert = dialect.insert(table).on_conflict_do_nothing()
        return statement.execution_options(preserve_rowcount=True)

    def unreachable(self, error: OperationalError | StoreAway) -> StoreUnfit:
        """The error of a database that doesn't answer, for a person."""
        if isinstance(error, StoreAway):
            return StoreUnfit(error.subject, error.problems)
        return StoreUnfit(self.name, (self._silence(error),))

    def _silence(self, error: OperationalError) -> Problem:
        said = (str(error.orig).strip().splitlines() or [""])[0]
        what = say(
            "the store doesn't answer ({said}): see that the database runs and that the URL under "
            "[store] is right",
            said=said,
        )
        return Problem(what, self.name)

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()
        self.relaxed.dispose()


def _settle(hand: Hand) -> None:
    """Wait until what was committed is on the disk.

    No lock is held meanwhile: were the end of the log kept until then, no two verdicts could ever
    share one writing of the disk.
    """
    if hand.on_postgresql:
        hand.rows(_SETTLED, {})


def _parsed(url: str) -> URL:
    try:
        where = make_url(url)
    except ArgumentError:
        raise _no_url(url.partition("://")[0]) from None
    if where.get_backend_name() == "postgresql":
        return where.set(drivername="postgresql+psycopg")
    if where.get_backend_name() == "sqlite" and where.database not in {None, "", ":memory:"}:
        return where.set(drivername="sqlite+pysqlite")
    raise _no_url(where.drivername)


def _no_url(kind: str) -> StoreUnfit:
    what = say(
        "{kind} is no store: the URL is sqlite:///FILE or postgresql://USER@HOST/DATABASE",
        kind=kind,
    )
    return StoreUnfit(kind, (Problem(what, "[store]", column="url"),))


def _laid_down(_: object, record: Any) -> None:
    record.info["laid_down"] = monotonic()


def _tried(connection: Any, record: Any, _: object) -> None:
    """A server that was started again has closed the connections that lay idle."""
    if monotonic() - record.info.get("laid_down", monotonic()) < _IDLE_SECONDS:
        return
    try:
        connection.execute("SELECT 1")
        if not connection.autocommit:
            connection.rollback()
    except connection.OperationalError as error:
        raise DisconnectionError from error


def _relaxed(connection: Any, _: object) -> None:
    connection.execute("SET synchronous_commit = off")
    if not connection.autocommit:
        connection.commit()


def _sqlite(where: URL) -> Engine:
    engine = create_engine(where, connect_args={"timeout": _BUSY_SECONDS})
    event.listen(engine, "connect", _prepared)
    event.listen(engine, "begin", _begun)
    return engine


def _prepared(connection: Any, _: object) -> None:
    connection.isolation_level = None  # Python's own BEGINs come too late, and are the wrong kind
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begun(connection: Connection) -> None:
    reading = connection.get_execution_options().get(_READING)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
