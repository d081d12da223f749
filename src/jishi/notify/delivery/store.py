"""The post in PostgreSQL."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from asyncpg import Record

from jishi.notify.delivery.model import (
    Item,
    Letter,
    MailServer,
    Office,
    Outcome,
    Recipient,
    Security,
    State,
    Subscription,
    Unsent,
)
from jishi.notify.delivery.parse_preference import parse_preference
from jishi.notify.model import Medium, NoticeKind
from jishi.storage.transaction import Transaction

Row = tuple[int, Medium, int, bool, datetime]  # notice, medium, person, whether it is urgent, when it leaves


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A delivery that is due, with its notice. `letter` is the one that it is in since an earlier try."""

    medium: Medium
    person_id: int
    attempts: int
    letter: int | None
    reached: tuple[int, ...]
    item: Item


async def recipients(tx: Transaction, person_ids: Collection[int]) -> dict[int, Recipient]:
    """Who they are, where they are now, and what they want."""
    rows = await tx.fetch(
        "SELECT p.id, p.name, p.email, coalesce(p.language, w.language) AS language, coalesce(p.zone, w.zone) AS zone,"
        "       p.active, coalesce(a.status = 'online', false) AS online, c.choices"
        "  FROM people p JOIN workspaces w ON w.workspace_id = p.workspace_id"
        "  LEFT JOIN agents a ON a.workspace_id = p.workspace_id AND a.person_id = p.id"
        "  LEFT JOIN notice_preferences c ON c.workspace_id = p.workspace_id AND c.person_id = p.id"
        " WHERE p.workspace_id = $1 AND p.id = ANY($2::bigint[])",
        tx.workspace_id, list(person_ids),
    )  # fmt: skip
    return {row["id"]: _recipient(row) for row in rows}


def add(tx: Transaction, rows: Sequence[Row]) -> None:
    tx.later("add_deliveries", *(list(column) for column in zip(*rows, strict=True)))


async def call_off(tx: Transaction, notice_ids: Sequence[int]) -> None:
    await tx.execute(
        "UPDATE deliveries SET state = 'suppressed', error = $3"
        " WHERE workspace_id = $1 AND notice_id = ANY($2::bigint[]) AND state = 'waiting' AND letter IS NULL",
        tx.workspace_id, list(notice_ids), Unsent.CALLED_OFF,
    )  # fmt: skip


async def take_due(tx: Transaction, *, at: datetime, along: datetime, most: int) -> list[Waiting]:
    """Of at most so many letters: what is due `at`, what another began and has not finished, and with what is in no
    letter yet also what would be due by `along`. Locked, oldest first."""
    await tx.fetch("SELECT take_post_alone($1)", tx.workspace_id)
    rows = await tx.fetch(
        "WITH due AS (SELECT person_id, medium, letter, min(run_at) AS first FROM deliveries"
        "  WHERE workspace_id = $1 AND state IN ('waiting', 'sending') AND run_at <= $2"
        "  GROUP BY 1, 2, 3 ORDER BY first LIMIT $4)"
        " SELECT d.medium, d.person_id, d.urgent, d.attempts, d.letter, d.reached, n.id AS notice_id, n.kind, n.at,"
        "        n.data, n.ticket_id, n.seen_at IS NOT NULL OR n.acknowledged_at IS NOT NULL AS seen"
        "   FROM due JOIN deliveries d ON d.workspace_id = $1 AND d.person_id = due.person_id AND d.medium = due.medium"
        "    AND d.letter IS NOT DISTINCT FROM due.letter"
        "   JOIN notices n ON n.workspace_id = $1 AND n.id = d.notice_id"
        "  WHERE d.state IN ('waiting', 'sending') AND (d.run_at <= $2 OR (d.letter IS NULL AND d.run_at <= $3))"
        "  ORDER BY n.at, n.id FOR UPDATE OF d SKIP LOCKED",
        tx.workspace_id, at, along, most,
    )  # fmt: skip
    return [_waiting(row) for row in rows]


async def office(tx: Transaction, person_ids: Collection[int]) -> Office:
    """What letters to these people are sent with."""
    name = await tx.fetch_value("SELECT name FROM workspaces WHERE workspace_id = $1", tx.workspace_id)
    found = await subscriptions(tx, person_ids)
    return Office(workspace=name, server=await mail_server(tx), subscriptions=tuple(found))


async def suppress(tx: Transaction, medium: Medium, ends: Sequence[tuple[Waiting, Unsent]]) -> None:
    await tx.execute(
        "UPDATE deliveries d SET state = 'suppressed', error = u.why"
        "  FROM unnest($3::bigint[], $4::text[]) AS u(notice_id, why)"
        " WHERE d.workspace_id = $1 AND d.medium = $2 AND d.notice_id = u.notice_id",
        tx.workspace_id, medium, [row.item.notice_id for row, _ in ends], [why for _, why in ends],
    )  # fmt: skip


async def put_off(tx: Transaction, medium: Medium, rows: Sequence[Waiting], *, until: datetime) -> None:
    await tx.execute(
        "UPDATE deliveries SET state = 'waiting', run_at = $4"
        " WHERE workspace_id = $1 AND medium = $2 AND notice_id = ANY($3::bigint[])",
        tx.workspace_id, medium, [row.item.notice_id for row in rows], until,
    )  # fmt: skip


async def begin(tx: Transaction, letter: Letter, *, until: datetime) -> None:
    """It is on its way; when nothing is heard of it `until` then, another may take it up."""
    await tx.execute(
        "UPDATE deliveries SET state = 'sending', letter = $4, attempts = $5, run_at = $6"
        " WHERE workspace_id = $1 AND medium = $2 AND notice_id = ANY($3::bigint[])",
        tx.workspace_id, letter.medium, [item.notice_id for item in letter.items], letter.id, letter.attempts, until,
    )  # fmt: skip


async def settle(tx: Transaction, letter: Letter, outcome: Outcome, *, again: datetime | None) -> None:
    """What became of a letter; `again` is when it is next tried, if it is."""
    await tx.execute(
        "UPDATE deliveries SET state = $4, error = $5, reached = $6, sent_at = $7, run_at = $8"
        " WHERE workspace_id = $1 AND letter = $2 AND attempts = $3 AND state = 'sending'",
        tx.workspace_id, letter.id, letter.attempts, outcome.state, outcome.error, list(outcome.reached),
        tx.now if outcome.state is State.SENT else None, again or tx.now,
    )  # fmt: skip
    if outcome.gone:
        await forget_subscriptions(tx, outcome.gone)


async def mail_server(tx: Transaction) -> MailServer | None:
    row = await tx.fetch_one(
        "SELECT host, port, security, username, password, sender, sender_name FROM mail_settings"
        " WHERE workspace_id = $1",
        tx.workspace_id,
    )
    return MailServer(**{**dict(row), "security": Security(row["security"])}) if row else None


async def subscriptions(tx: Transaction, person_ids: Collection[int]) -> list[Subscription]:
    rows = await tx.fetch(
        "SELECT id, person_id, endpoint, p256dh, auth, client FROM push_subscriptions"
        " WHERE workspace_id = $1 AND person_id = ANY($2::bigint[]) ORDER BY id",
        tx.workspace_id, list(person_ids),
    )  # fmt: skip
    return [Subscription(**dict(row)) for row in rows]


async def forget_subscriptions(tx: Transaction, ids: Collection[int]) -> None:
    await tx.execute(
        "DELETE FROM push_subscriptions WHERE workspace_id = $1 AND id = ANY($2::bigint[])", tx.workspace_id, list(ids)
    )


async def add_subscription(tx: Transaction, subscription: Subscription, *, most: int) -> Subscription:
    """Stored, under the number it had already if the browser was known; the oldest beyond so many go."""
    kept: int = await tx.fetch_value(
        "INSERT INTO push_subscriptions (workspace_id, id, person_id, endpoint, p256dh, auth, client, created_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (workspace_id, endpoint) DO UPDATE"
        " SET person_id = excluded.person_id, p256dh = excluded.p256dh, auth = excluded.auth,"
        "     client = excluded.client, created_at = excluded.created_at RETURNING id",
        tx.workspace_id, subscription.id, subscription.person_id, subscription.endpoint, subscription.p256dh,
        subscription.auth, subscription.client, tx.now,
    )  # fmt: skip
    await tx.execute(
        "DELETE FROM push_subscriptions WHERE workspace_id = $1 AND id IN (SELECT id FROM push_subscriptions"
        " WHERE workspace_id = $1 AND person_id = $2 AND id <> $3 ORDER BY created_at DESC, id DESC OFFSET $4)",
        tx.workspace_id, subscription.person_id, kept, most - 1,
    )  # fmt: skip
    return replace(subscription, id=kept)


async def browsers(tx: Transaction, person_id: int) -> list[Record]:
    return await tx.fetch(
        "SELECT id, endpoint, client, created_at FROM push_subscriptions WHERE workspace_id = $1 AND person_id = $2"
        " ORDER BY created_at, id",
        tx.workspace_id, person_id,
    )  # fmt: skip


async def save_choices(tx: Transaction, person_id: int, choices: dict[str, Any]) -> None:
    await tx.execute(
        "INSERT INTO notice_preferences (workspace_id, person_id, choices) VALUES ($1, $2, $3)"
        " ON CONFLICT (workspace_id, person_id) DO UPDATE SET choices = excluded.choices",
        tx.workspace_id, person_id, choices,
    )  # fmt: skip


async def not_begun(tx: Transaction, person_id: int) -> list[Waiting]:
    """What waits for this person and is in no letter yet, locked."""
    rows = await tx.fetch(
        "SELECT d.medium, d.person_id, d.urgent, d.attempts, d.letter, d.reached, n.id AS notice_id, n.kind, n.at,"
        "       n.data, n.ticket_id, n.seen_at IS NOT NULL OR n.acknowledged_at IS NOT NULL AS seen"
        "  FROM deliveries d JOIN notices n ON n.workspace_id = $1 AND n.id = d.notice_id"
        " WHERE d.workspace_id = $1 AND d.person_id = $2 AND d.state = 'waiting' AND d.letter IS NULL"
        " ORDER BY n.id FOR UPDATE OF d",
        tx.workspace_id, person_id,
    )  # fmt: skip
    return [_waiting(row) for row in rows]


async def save_mail_server(tx: Transaction, server: MailServer) -> None:
    await tx.execute(
        "INSERT INTO mail_settings (workspace_id, host, port, security, username, password, sender, sender_name,"
        " saved_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (workspace_id) DO UPDATE"
        " SET host = excluded.host, port = excluded.port, security = excluded.security,"
        "     username = excluded.username, password = excluded.password, sender = excluded.sender,"
        "     sender_name = excluded.sender_name, saved_at = excluded.saved_at",
        tx.workspace_id, server.host, server.port, server.security, server.username, server.password, server.sender,
        server.sender_name, tx.now,
    )  # fmt: skip


async def mail_server_saved_at(tx: Transaction) -> datetime | None:
    at: datetime | None = await tx.fetch_value(
        "SELECT saved_at FROM mail_settings WHERE workspace_id = $1", tx.workspace_id
    )
    return at


async def remove_mail_server(tx: Transaction) -> bool:
    tag = await tx.execute("DELETE FROM mail_settings WHERE workspace_id = $1", tx.workspace_id)
    return tag == "DELETE 1"


async def failed(tx: Transaction, *, before: int | None, limit: int) -> list[Record]:
    """Letters that were given up, the latest first."""
    return await tx.fetch(
        "SELECT d.letter AS id, d.medium, d.person_id, p.name AS person, p.email AS address,"
        "       array_agg(DISTINCT n.kind) AS kinds, count(*) AS notices, max(d.attempts) AS attempts,"
        "       max(d.error) AS error, max(d.run_at) AS at"
        "  FROM deliveries d JOIN notices n ON n.workspace_id = $1 AND n.id = d.notice_id"
        "  JOIN people p ON p.workspace_id = $1 AND p.id = d.person_id"
        " WHERE d.workspace_id = $1 AND d.state = 'failed' AND ($2::bigint IS NULL OR d.letter < $2)"
        " GROUP BY 1, 2, 3, 4, 5 ORDER BY 1 DESC LIMIT $3",
        tx.workspace_id, before, limit,
    )  # fmt: skip


async def retry(tx: Transaction, letter: int) -> bool:
    tag = await tx.execute(
        "UPDATE deliveries SET state = 'waiting', attempts = 0, run_at = $3"
        " WHERE workspace_id = $1 AND letter = $2 AND state = 'failed'",
        tx.workspace_id, letter, tx.now,
    )  # fmt: skip
    return tag != "UPDATE 0"


async def drop(tx: Transaction, letter: int) -> bool:
    tag = await tx.execute(
        "UPDATE deliveries SET state = 'suppressed', error = $3"
        " WHERE workspace_id = $1 AND letter = $2 AND state = 'failed'",
        tx.workspace_id, letter, Unsent.DROPPED,
    )  # fmt: skip
    return tag != "UPDATE 0"


def _waiting(row: Record) -> Waiting:
    item = Item(
        notice_id=row["notice_id"],
        kind=NoticeKind(row["kind"]),
        at=row["at"],
        data=row["data"],
        urgent=row["urgent"],
        seen=row["seen"],
        ticket_id=row["ticket_id"],
    )
    return Waiting(
        medium=Medium(row["medium"]),
        person_id=row["person_id"],
        attempts=row["attempts"],
        letter=row["letter"],
        reached=tuple(row["reached"]),
        item=item,
    )


def _recipient(row: Record) -> Recipient:
    known: dict[str, Any] = dict(row)
    choices = known.pop("choices")
    return Recipient(person_id=known.pop("id"), preference=parse_preference(choices), **known)
