"""Offers and refusals in PostgreSQL."""

from dataclasses import fields
from datetime import datetime

from asyncpg import Record

from jishi.dispatch.model import Asked, Why
from jishi.dispatch.offers.model import Offer
from jishi.storage.transaction import Transaction

COLUMNS = ", ".join(field.name for field in fields(Offer))


def save(tx: Transaction, asked: Asked, agent_id: int, *, until: datetime, reason: str) -> None:
    tx.later("save_offer", asked.ticket_id, agent_id, asked.team_id, asked.weight, tx.now, until, reason)


async def get(tx: Transaction, ticket_id: int) -> Offer | None:
    row = await tx.fetch_one(
        f"SELECT {COLUMNS} FROM offers WHERE workspace_id = $1 AND ticket_id = $2", tx.workspace_id, ticket_id
    )
    return Offer(**dict(row)) if row else None


async def lock(tx: Transaction, ticket_id: int) -> Offer | None:
    """The offer, held."""
    row = await tx.fetch_one(
        f"SELECT {COLUMNS} FROM offers WHERE workspace_id = $1 AND ticket_id = $2 FOR UPDATE",
        tx.workspace_id, ticket_id,
    )  # fmt: skip
    return Offer(**dict(row)) if row else None


async def hold_now(tx: Transaction, offer: Offer) -> bool:
    """Hold the agent and then the offer, as everybody does, if both are free: nobody is waited for. False also when the
    offer is not as it was."""
    if not await _hold_agent(tx, offer.agent_id):
        return False
    rows = await tx.fetch(
        "SELECT 1 FROM offers WHERE workspace_id = $1 AND ticket_id = $2 AND agent_id = $3 AND until = $4"
        " FOR UPDATE SKIP LOCKED",
        tx.workspace_id, offer.ticket_id, offer.agent_id, offer.until,
    )  # fmt: skip
    return bool(rows)


async def _hold_agent(tx: Transaction, person_id: int) -> bool:
    """Who takes no tickets any more needs not be held."""
    where = "FROM agents WHERE workspace_id = $1 AND person_id = $2"
    held = await tx.fetch(f"SELECT 1 {where} FOR NO KEY UPDATE SKIP LOCKED", tx.workspace_id, person_id)
    return bool(held) or not await tx.fetch(f"SELECT 1 {where}", tx.workspace_id, person_id)


async def held_out(tx: Transaction, agent_id: int) -> list[Offer]:
    """What somebody is asked about now, in the order in which rows are locked."""
    rows = await tx.fetch(
        f"SELECT {COLUMNS} FROM offers WHERE workspace_id = $1 AND agent_id = $2 ORDER BY ticket_id",
        tx.workspace_id, agent_id,
    )  # fmt: skip
    return [Offer(**dict(row)) for row in rows]


async def is_online(tx: Transaction, agent_id: int) -> bool:
    return bool(
        await tx.fetch(
            "SELECT 1 FROM agents WHERE workspace_id = $1 AND person_id = $2 AND status = 'online'",
            tx.workspace_id, agent_id,
        )
    )  # fmt: skip


async def lapsed(tx: Transaction, agent_id: int) -> list[int]:
    """Tickets that somebody did not answer for, and is not asked about again yet."""
    rows = await tx.fetch(
        "SELECT ticket_id FROM refusals WHERE workspace_id = $1 AND agent_id = $2 AND why = 'lapsed' AND until > $3"
        " ORDER BY ticket_id",
        tx.workspace_id, agent_id, tx.now,
    )  # fmt: skip
    return [row["ticket_id"] for row in rows]


async def of_agent(tx: Transaction, agent_id: int) -> list[Record]:
    """Rows of what somebody is asked about now, with the ticket, those that lapse first before."""
    return await tx.fetch(
        "SELECT o.made_at, o.until, o.reason, a.params, t.id, t.number, t.subject, t.level, t.channel, t.tier,"
        " t.due_at, t.warn_at, t.customer_id, c.name AS customer_name FROM offers o"
        " JOIN tickets t ON t.workspace_id = $1 AND t.id = o.ticket_id"
        " JOIN customers c ON c.workspace_id = $1 AND c.id = t.customer_id"
        " LEFT JOIN LATERAL (SELECT params FROM assignments WHERE workspace_id = $1 AND ticket_id = o.ticket_id"
        " AND code = 'offered' ORDER BY id DESC LIMIT 1) a ON true"
        " WHERE o.workspace_id = $1 AND o.agent_id = $2 AND o.until > $3 ORDER BY o.until, o.ticket_id",
        tx.workspace_id, agent_id, tx.now,
    )  # fmt: skip


def drop(tx: Transaction, ticket_id: int) -> None:
    tx.later("drop_offer", ticket_id)


def save_refusal(tx: Transaction, offer: Offer, *, at: datetime, why: str, reason: str | None, until: datetime) -> None:
    tx.later("save_refusal", offer.ticket_id, offer.agent_id, at, why, reason, until)


def record_answer(tx: Transaction, offer: Offer, why: Why, *, at: datetime, note: str | None) -> None:
    by = f"person:{offer.agent_id}" if why is Why.REFUSED else "system"
    tx.later("record_answer", offer.ticket_id, at, offer.agent_id, offer.team_id, by, why, note)


async def lapsed_in_a_row(tx: Transaction, agent_id: int) -> int:
    found = await tx.fetch_value(
        "SELECT in_a_row FROM lapses WHERE workspace_id = $1 AND agent_id = $2 FOR UPDATE", tx.workspace_id, agent_id
    )
    return found or 0


def save_lapses(tx: Transaction, agent_id: int, in_a_row: int) -> None:
    tx.later("save_lapses", agent_id, in_a_row)


def forgive(tx: Transaction, agent_id: int) -> None:
    """They are here again: what they did not answer while they were not may be offered to them anew."""
    tx.later("forgive_lapses", agent_id)
