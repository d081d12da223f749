"""Rosters in PostgreSQL."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from asyncpg import Record

from jishi.storage.transaction import Transaction
from jishi.workforce.roster.model import Duty, Leave, LeaveState, Pattern, RosterSettings, Shift, Source

SHIFT = tuple(field.name for field in fields(Shift))
PATTERN = tuple(field.name for field in fields(Pattern))
LEAVE = tuple(field.name for field in fields(Leave))
SETTINGS = tuple(field.name for field in fields(RosterSettings))


async def hold(tx: Transaction, person_ids: Collection[int]) -> dict[int, Duty]:
    """What the journal knows of these people, held in the order of their ids: only one changes a roster at a time."""
    ids = sorted(set(person_ids))
    await tx.execute(
        "INSERT INTO duties (workspace_id, person_id, told_until) SELECT $1, u, $3 FROM unnest($2::bigint[]) u"
        " ORDER BY u ON CONFLICT DO NOTHING",
        tx.workspace_id, ids, tx.now,
    )  # fmt: skip
    rows = await tx.fetch(
        "SELECT person_id, on_since, told_until FROM duties WHERE workspace_id = $1 AND person_id = ANY($2)"
        " ORDER BY person_id FOR UPDATE",
        tx.workspace_id, ids,
    )  # fmt: skip
    return {row["person_id"]: Duty(**dict(row)) for row in rows}


async def save_duties(tx: Transaction, duties: Sequence[Duty]) -> None:
    await tx.execute(
        "UPDATE duties d SET on_since = u.on_since, told_until = u.told_until"
        " FROM unnest($2::bigint[], $3::timestamptz[], $4::timestamptz[]) AS u(person_id, on_since, told_until)"
        " WHERE d.workspace_id = $1 AND d.person_id = u.person_id",
        tx.workspace_id, [d.person_id for d in duties], [d.on_since for d in duties], [d.told_until for d in duties],
    )  # fmt: skip


async def names(tx: Transaction, person_ids: Collection[int]) -> dict[int, str]:
    """Those of them who are colleagues still."""
    rows = await tx.fetch(
        "SELECT id, name FROM people WHERE workspace_id = $1 AND id = ANY($2) AND active",
        tx.workspace_id, list(person_ids),
    )  # fmt: skip
    return {row["id"]: row["name"] for row in rows}


async def colleagues(tx: Transaction, team_id: int | None = None) -> list[Record]:
    """Everyone who takes tickets, in the order of their names; with e-mail and teams."""
    return await tx.fetch(
        "SELECT p.id, p.name, p.email, ARRAY(SELECT m.team_id FROM team_members m WHERE m.workspace_id = $1"
        " AND m.person_id = p.id ORDER BY 1) AS team_ids FROM agents a"
        " JOIN people p ON p.workspace_id = $1 AND p.id = a.person_id WHERE a.workspace_id = $1 AND a.active"
        " AND ($2::bigint IS NULL OR EXISTS (SELECT FROM team_members m WHERE m.workspace_id = $1"
        "      AND m.person_id = p.id AND m.team_id = $2)) ORDER BY p.name, p.id",
        tx.workspace_id, team_id,
    )  # fmt: skip


async def rostered(tx: Transaction, person_ids: Collection[int]) -> set[int]:
    """Those of them who work by roster, so that being without a shift means that they are off duty."""
    rows = await tx.fetch(
        "SELECT person_id FROM on_duty($1, $2, $3) WHERE rostered", tx.workspace_id, list(person_ids), tx.now
    )
    return {row["person_id"] for row in rows}


async def state_rostered(tx: Transaction, person_ids: list[int], rostered: bool | None) -> list[int]:
    """Of these, who are held, those of whom something else was said before."""
    rows = await tx.fetch(
        "UPDATE duties SET rostered = $3, rostered_at = $4 WHERE workspace_id = $1 AND person_id = ANY($2)"
        " AND rostered IS DISTINCT FROM $3 RETURNING person_id",
        tx.workspace_id, person_ids, rostered, tx.now,
    )  # fmt: skip
    return sorted(row["person_id"] for row in rows)


async def shifts(
    tx: Transaction, start: datetime, end: datetime, *, person_ids: Collection[int] | None = None
) -> list[Shift]:
    """Every shift of which some moment lies between the two, as they begin."""
    rows = await tx.fetch(
        f"SELECT {', '.join(SHIFT)} FROM shifts WHERE workspace_id = $1 AND starts_at < $3"
        " AND starts_at > $2::timestamptz - interval '26 hours' AND ends_at > $2"
        " AND ($4::bigint[] IS NULL OR person_id = ANY($4)) ORDER BY starts_at, id",
        tx.workspace_id, start, end, None if person_ids is None else list(person_ids),
    )  # fmt: skip
    return [_shift(row) for row in rows]


async def first_start(tx: Transaction, person_id: int, *, after: datetime) -> datetime | None:
    """When their first shift from then on begins."""
    found: datetime | None = await tx.fetch_value(
        "SELECT starts_at FROM shifts WHERE workspace_id = $1 AND person_id = $2 AND starts_at >= $3"
        " ORDER BY starts_at LIMIT 1",
        tx.workspace_id, person_id, after,
    )  # fmt: skip
    return found


async def shifts_by_id(tx: Transaction, ids: Collection[int]) -> dict[int, Shift]:
    rows = await tx.fetch(
        f"SELECT {', '.join(SHIFT)} FROM shifts WHERE workspace_id = $1 AND id = ANY($2)", tx.workspace_id, list(ids)
    )
    return {row["id"]: _shift(row) for row in rows}


async def add_shifts(tx: Transaction, given: Sequence[Shift]) -> None:
    columns = [[getattr(shift, name) for shift in given] for name in SHIFT]
    await tx.execute(
        f"INSERT INTO shifts (workspace_id, {', '.join(SHIFT)}) SELECT $1, u.* FROM unnest($2::bigint[], $3::bigint[],"
        " $4::timestamptz[], $5::timestamptz[], $6::text[], $7::text[], $8::text[], $9::bigint[], $10::date[],"
        " $11::timestamptz[]) AS u",
        tx.workspace_id, *columns,
    )  # fmt: skip


async def save_shift(tx: Transaction, shift: Shift) -> None:
    await update(tx, "shifts", columns_of(shift))


async def remove_shifts(tx: Transaction, ids: Collection[int]) -> None:
    await tx.execute("DELETE FROM shifts WHERE workspace_id = $1 AND id = ANY($2)", tx.workspace_id, list(ids))


async def coming(
    tx: Transaction, *, after: datetime, pattern_id: int | None = None, person_id: int | None = None
) -> list[Shift]:
    """The shifts of a pattern or a person that have not begun."""
    rows = await tx.fetch(
        f"SELECT {', '.join(SHIFT)} FROM shifts WHERE workspace_id = $1 AND starts_at > $2"
        " AND ($3::bigint IS NULL OR pattern_id = $3) AND ($4::bigint IS NULL OR person_id = $4) ORDER BY starts_at",
        tx.workspace_id, after, pattern_id, person_id,
    )  # fmt: skip
    return [_shift(row) for row in rows]


async def pattern(tx: Transaction, pattern_id: int) -> Pattern | None:
    rows = await _patterns(tx, "id = $2", pattern_id)
    return rows[0] if rows else None


async def lock_pattern(tx: Transaction, pattern_id: int) -> Pattern | None:
    rows = await _patterns(tx, "id = $2 FOR UPDATE", pattern_id)
    return rows[0] if rows else None


async def patterns(tx: Transaction, person_ids: Collection[int], *, until: date) -> list[Pattern]:
    """Those of these people that have not ended before that day."""
    return await _patterns(
        tx,
        "person_id = ANY($2) AND (last_day IS NULL OR last_day >= $3) ORDER BY first_day, id",
        list(person_ids),
        until,
    )


async def add_pattern(tx: Transaction, pattern: Pattern) -> None:
    await insert(tx, "shift_patterns", _pattern_values(pattern))


async def save_pattern(tx: Transaction, pattern: Pattern) -> None:
    await update(tx, "shift_patterns", _pattern_values(pattern))


async def remove_pattern(tx: Transaction, pattern_id: int) -> None:
    await tx.execute("UPDATE shifts SET pattern_id = NULL WHERE workspace_id = $1 AND pattern_id = $2",
                     tx.workspace_id, pattern_id)  # fmt: skip
    await tx.execute("DELETE FROM shift_patterns WHERE workspace_id = $1 AND id = $2", tx.workspace_id, pattern_id)


async def skip_days(tx: Transaction, days: Iterable[tuple[int, date]]) -> None:
    """These patterns make no shift on these days any more: somebody changed the one that was there."""
    for pattern_id, day in days:
        await tx.execute(
            "UPDATE shift_patterns SET skipped = array_append(skipped, $3)"
            " WHERE workspace_id = $1 AND id = $2 AND NOT $3 = ANY(skipped)",
            tx.workspace_id, pattern_id, day,
        )  # fmt: skip


async def leaves(
    tx: Transaction,
    start: datetime,
    end: datetime,
    *,
    states: Collection[str],
    person_ids: Collection[int] | None = None,
    after: tuple[datetime | None, int] | None = None,
    limit: int | None = None,
) -> list[Leave]:
    """Every leave in one of these states of which some moment lies between the two; of a page, those that begin
    `after` that instant and number."""
    rows = await tx.fetch(
        f"SELECT {', '.join(LEAVE)} FROM leaves WHERE workspace_id = $1 AND ends_at > $2 AND starts_at < $3"
        " AND state = ANY($4) AND ($5::bigint[] IS NULL OR person_id = ANY($5))"
        " AND ($6::timestamptz IS NULL OR (starts_at, id) > ($6, $7)) ORDER BY starts_at, id LIMIT $8",
        tx.workspace_id, start, end, list(states), None if person_ids is None else list(person_ids),
        *(after or (None, 0)), limit,
    )  # fmt: skip
    return [_leave(row) for row in rows]


async def lock_leave(tx: Transaction, leave_id: int) -> Leave | None:
    row = await lock_row(tx, "leaves", LEAVE, leave_id)
    return _leave(row) if row else None


async def add_leave(tx: Transaction, leave: Leave) -> None:
    await insert(tx, "leaves", columns_of(leave))


async def save_leave(tx: Transaction, leave: Leave) -> None:
    await update(tx, "leaves", columns_of(leave))


async def settings(tx: Transaction) -> RosterSettings:
    row = await tx.fetch_one(
        f"SELECT {', '.join(SETTINGS)} FROM roster_settings WHERE workspace_id = $1", tx.workspace_id
    )
    return RosterSettings(**dict(row)) if row else RosterSettings()


async def lock_settings(tx: Transaction) -> RosterSettings:
    """Of a workspace that never set its own, too: only one changes them at a time."""
    await tx.execute("INSERT INTO roster_settings (workspace_id) VALUES ($1) ON CONFLICT DO NOTHING", tx.workspace_id)
    await tx.execute("SELECT FROM roster_settings WHERE workspace_id = $1 FOR UPDATE", tx.workspace_id)
    return await settings(tx)


async def save_settings(tx: Transaction, settings: RosterSettings) -> None:
    await tx.execute(
        f"UPDATE roster_settings SET {_places(SETTINGS, since=2)} WHERE workspace_id = $1",
        tx.workspace_id, *columns_of(settings).values(),
    )  # fmt: skip


async def lingering(tx: Transaction, among: Collection[int] | None = None) -> list[int]:
    """Who is off duty by the roster and shown as present all the same, in the order of their ids."""
    return await _people(
        tx,
        "SELECT a.person_id FROM agents a"
        "  JOIN on_duty($1, ARRAY(SELECT x.person_id FROM agents x WHERE x.workspace_id = $1), $2) d"
        "    ON d.person_id = a.person_id AND d.rostered AND d.shift_until IS NULL"
        " WHERE a.workspace_id = $1 AND a.status <> 'offline' AND a.off_at IS NULL"
        "   AND ($3::bigint[] IS NULL OR a.person_id = ANY($3)) ORDER BY a.person_id",
        tx.now, None if among is None else list(among),
    )  # fmt: skip


async def going(tx: Transaction) -> list[int]:
    """Who is off duty and offline because of it, or will be, in the order of their ids."""
    return await _people(
        tx, "SELECT person_id FROM agents WHERE workspace_id = $1 AND off_at IS NOT NULL ORDER BY person_id"
    )


# What every table of the roster is written with. `table` is a literal, never input.


def columns_of(thing: Any) -> dict[str, Any]:
    """The columns of a row, which are the fields of its noun."""
    return {field.name: getattr(thing, field.name) for field in fields(thing)}


async def lock_row(tx: Transaction, table: str, columns: Iterable[str], key: int) -> Record | None:
    return await tx.fetch_one(
        f"SELECT {', '.join(columns)} FROM {table} WHERE workspace_id = $1 AND id = $2 FOR UPDATE", tx.workspace_id, key
    )


async def insert(tx: Transaction, table: str, row: Mapping[str, object]) -> None:
    places = ", ".join(f"${n}" for n in range(1, len(row) + 2))
    await tx.execute(
        f"INSERT INTO {table} (workspace_id, {', '.join(row)}) VALUES ({places})", tx.workspace_id, *row.values()
    )


async def update(tx: Transaction, table: str, row: Mapping[str, object]) -> None:
    """The row of its `id`, which comes first."""
    places = _places(list(row)[1:], since=3)
    await tx.execute(f"UPDATE {table} SET {places} WHERE workspace_id = $1 AND id = $2", tx.workspace_id, *row.values())


def _places(names: Iterable[str], *, since: int) -> str:
    return ", ".join(f"{name} = ${n}" for n, name in enumerate(names, start=since))


async def _people(tx: Transaction, sql: str, *args: object) -> list[int]:
    return [row["person_id"] for row in await tx.fetch(sql, tx.workspace_id, *args)]


async def _patterns(tx: Transaction, condition: str, *args: object) -> list[Pattern]:
    rows = await tx.fetch(
        f"SELECT {', '.join(PATTERN)} FROM shift_patterns WHERE workspace_id = $1 AND {condition}",
        tx.workspace_id, *args,
    )  # fmt: skip
    return [_pattern(row) for row in rows]


def _pattern(row: Record) -> Pattern:
    sets = {"weekdays": frozenset(row["weekdays"]), "skipped": frozenset(row["skipped"])}
    return Pattern(**{**{name: row[name] for name in PATTERN}, **sets})


def _pattern_values(pattern: Pattern) -> dict[str, Any]:
    return {**columns_of(pattern), "weekdays": sorted(pattern.weekdays), "skipped": sorted(pattern.skipped)}


def _shift(row: Record) -> Shift:
    return Shift(**{**{name: row[name] for name in SHIFT}, "source": Source(row["source"])})


def _leave(row: Record) -> Leave:
    return Leave(**{**{name: row[name] for name in LEAVE}, "state": LeaveState(row["state"])})
