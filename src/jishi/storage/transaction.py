"""One request or one job: one transaction, in as few round trips as its reads need."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from jishi.kernel.facts import Fact
from jishi.storage import journal
from jishi.storage.ids import IdBlocks
from jishi.storage.rack import is_closed

if TYPE_CHECKING:
    from asyncpg import Record

    from jishi.storage.database import Database, Held

type_ = type
MANY = 60  # queued calls beyond which they leave in bulk
Reaction = Callable[["Transaction", Any], Awaitable[None]]
Reactions = Mapping[type[Fact], Sequence[Reaction]]
Together = Callable[["Transaction", list[Any]], Awaitable[None]]
Verb = TypeVar("Verb", bound=Callable[..., Awaitable[None]])


def concerned(by: Callable[[Any], bool]) -> Callable[[Verb], Verb]:
    """Say of a reaction which facts it does anything about. Of the others the worker is not even told: most messages
    open a ticket, most tickets are given to somebody for the first time."""

    def mark(verb: Verb) -> Verb:
        verb.concerned_by = by  # type: ignore[attr-defined]
        return verb

    return mark


class Transaction:
    """Reads, queued writes and facts that commit together.

    Nothing is begun before the first `fetch` or `execute`. Writes queued with `later` are calls of SQL functions; they
    leave in one statement, so a request that only glances and queues costs two round trips and holds no lock between.
    """

    def __init__(self, database: "Database", workspace_id: int, *, by: str, now: datetime) -> None:
        self.database = database
        self.workspace_id = workspace_id
        self.by = by
        self.now = now
        self.recorded: list[Fact] = []
        self.settings_version: int | None = None  # set by whoever has read it, so that caches need not ask
        self.idempotency: tuple[str, str, bytes] | None = None  # caller, key, request: a POST made safe to repeat
        self.kept: dict[object, Any] = {}  # what it holds locked, as it has left it, so that reactions need not ask
        self._ids = database.ids
        self._queued: list[tuple[str, list[Any], str | None]] = []
        self._amendable: dict[object, list[Any]] = {}
        self._places: dict[tuple[str, str | None], int] = {}  # of functions, in the order in which they first came
        self._unwritten: list[Fact] = []
        self._gathered: dict[Together, list[Any]] = {}
        self._held: Held | None = None
        self._begun = False

    def new_id(self) -> int:
        """A number no other row of the database has."""
        return self._ids.take()

    async def reserve_ids(self, count: int) -> None:
        """Needed before `new_id` is called more than a few dozen times: a supply that nobody else draws from."""
        self._ids = IdBlocks(self.database.next_block)
        await self._ids.reserve(count)

    async def fetch(self, sql: str, *args: object) -> "list[Record]":
        """Rows of `sql`, inside the database's transaction. Everything queued before is visible."""
        connection = await self._begin()
        rows: list[Record] = await connection.fetch(sql, *args)
        return rows

    async def fetch_one(self, sql: str, *args: object) -> "Record | None":
        rows = await self.fetch(sql, *args)
        return rows[0] if rows else None

    async def fetch_value(self, sql: str, *args: object) -> Any:
        rows = await self.fetch(sql, *args)
        return rows[0][0] if rows else None

    async def execute(self, sql: str, *args: object) -> str:
        """Run one statement; its command tag, such as `UPDATE 1`."""
        connection = await self._begin()
        tag: str = await connection.execute(sql, *args)
        return tag

    async def glance(self, function: str, *args: object) -> "list[Record]":
        """Rows of a SQL function that enters the workspace itself. Begins nothing: what it saw may have moved on."""
        connection = await self._connection()
        places = ", ".join(f"${n}" for n in range(1, len(args) + 2))
        sql = f"SELECT * FROM {function}({places})"  # noqa: S608
        rows: list[Record] = await connection.fetch(sql, self.workspace_id, *args)
        return rows

    def later(
        self, function: str, *args: object, key: object = None, many: str | None = None, first: bool = False
    ) -> None:
        """Queue a call of a SQL function; the workspace is passed first. `function` is a literal, never input.

        With a `key`, `queued(key)` gives the arguments back while they can still be changed. `many` names a function
        that does the same for many calls at once: it takes each argument as an array of what the calls gave, and an
        argument that is a list itself as `{"list": …}`. Among many calls those that others refer to go `first`.
        """
        self._queued.append((function, given := list(args), many))
        self._places.setdefault((function, many), len(self._places) - (1_000_000 if first else 0))
        if key is not None:
            self._amendable[key] = given

    def queued(self, key: object) -> list[Any] | None:
        """The arguments of a call queued under `key` and not yet sent; changing them changes what is stored."""
        return self._amendable.get(key)

    async def record(self, *facts: Fact) -> None:
        """Write facts to the journal and do at once what must never disagree with them."""
        for fact in facts:
            self.recorded.append(fact)
            self._unwritten.append(fact)
            for react in self.database.at_once.get(type_(fact), ()):
                await react(self, fact)

    def set_alarm(self, name: str, at: datetime, *, ticket_id: int | None = None, key: str = "") -> None:
        """Have the worker call the reaction `name` at `at`. One alarm per (name, ticket, key): the last one stands."""
        self.later("set_alarm", name, ticket_id or 0, key, at)

    def clear_alarm(self, name: str, *, ticket_id: int | None = None, key: str = "") -> None:
        self.later("clear_alarm", name, ticket_id or 0, key)

    def gather(self, together: Together, item: Any, *, first: bool = False) -> None:
        """Have `together` called before the transaction commits, once, with the items of all who asked, in their order.

        So a batch of reactions reads and decides as one. Those named earlier are called earlier, but for one that goes
        `first`, whoever named it; what one gathers while it works is done before the commit too, again as one.
        """
        if first and together not in self._gathered:
            self._gathered = {together: [], **self._gathered}
        self._gathered.setdefault(together, []).append(item)

    async def work_off(self, *these: Together) -> None:
        """Do now what was gathered for these, in this order; without any, all of it until nothing is left."""
        while wanted := [each for each in these or self._gathered if each in self._gathered]:
            await wanted[0](self, self._gathered.pop(wanted[0]))

    async def commit(self) -> None:
        """Make it true. Only the web layer calls this: one request or job is one transaction."""
        await self.work_off()
        if not self._begun and not self._queued and not self._unwritten:
            await self._release(well=True)
            return
        rings = bool(self._unwritten or self._queued or self.recorded)
        await self._flush()
        if self._begun and self._held is not None:
            await self._held.connection.execute("COMMIT")
            self._begun = False
        await self._release(well=True)
        if rings:
            self.database.bell.ring()

    async def rollback(self) -> None:
        """Forget everything. The transaction can then be used again from its start."""
        self._queued.clear()
        self._amendable.clear()
        self._unwritten.clear()
        self._gathered.clear()
        self.recorded.clear()
        self.kept.clear()
        if self._held is not None:
            if self._begun and not is_closed(self._held.connection):
                await self._held.connection.execute("ROLLBACK")
            self._begun = False
            await self._release()

    async def _connection(self) -> Any:
        if self._held is None:
            self._held = await self.database.hold()
        return self._held.connection

    async def _begin(self) -> Any:
        connection = await self._connection()
        if not self._begun:
            # One round trip: the workspace is a number, so it can stand in the text.
            await connection.execute(f"BEGIN; SET LOCAL jishi.workspace = '{int(self.workspace_id)}'")
            self._begun = True
        if self._queued or self._unwritten:
            await self._flush()
        return connection

    async def _flush(self) -> None:
        """Send all queued calls as one SELECT. PostgreSQL evaluates a target list from left to right, each function
        seeing what the ones before it stored; without BEGIN the statement is a transaction of its own."""
        if self._unwritten:
            self.later("record_facts", *journal.columns(self._unwritten, self.database.followers), self.now)
        if not self._queued:
            return
        queued = self._queued.copy()
        self._queued.clear()
        self._amendable.clear()
        self._unwritten.clear()
        if len(queued) > MANY:
            await self._flush_many(queued)
        else:
            calls, args, place = ["enter($1)"], [self.workspace_id], 1
            for function, given, _ in queued:
                calls.append(_call(function, len(given), place))
                args.extend(given)
                place += len(given)
            connection = await self._connection()
            await connection.fetch("SELECT " + ", ".join(calls), *args)

    async def _flush_many(self, queued: list[tuple[str, list[Any], str | None]]) -> None:
        """In bulk, one statement for each function, in the order in which the functions first came to the transaction:
        what is stored first of one ticket is stored first of all, also when a read sent the first one ahead."""
        by_function: dict[tuple[str, str | None], list[list[Any]]] = {}
        for function, given, many in queued:
            by_function.setdefault((function, many), []).append(given)
        connection = await self._begin()
        for function, many in sorted(by_function, key=self._places.__getitem__):
            rows = by_function[function, many]
            if many is None:
                sql = "SELECT " + _call(function, len(rows[0]), 1)
                await connection.executemany(sql, [[self.workspace_id, *row] for row in rows])
            else:
                columns = [[_wrapped(value) for value in column] for column in zip(*rows, strict=True)]
                await connection.fetch("SELECT " + _call(many, len(columns), 1), self.workspace_id, *columns)

    async def _release(self, *, well: bool = False) -> None:
        if self._held is not None:
            held, self._held = self._held, None
            await held.release(well=well)


def _call(function: str, given: int, place: int) -> str:
    """`function($1, …)`: the workspace, then as many arguments as are given, numbered from after `place`."""
    return f"{function}({', '.join(['$1', *(f'${place + n}' for n in range(1, given + 1))])})"


def _wrapped(value: Any) -> Any:
    """A list within an array would be taken for a second dimension."""
    return {"list": value} if isinstance(value, list | tuple) else value
