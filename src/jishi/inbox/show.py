"""Rows and nouns as the API shows them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from jishi.clock.show import show_timers, started_timers
from jishi.dispatch.show import reason_for
from jishi.identity.model import Caller, Customer
from jishi.identity.views import AgentName, TeamName
from jishi.inbox import store
from jishi.inbox.links import link
from jishi.inbox.shapes import (
    ActorView,
    AttachmentView,
    AuthorView,
    MergedInto,
    MessageView,
    RequesterView,
    TicketPage,
    TicketRow,
)
from jishi.kernel.facts import Fact
from jishi.storage.transaction import Transaction
from jishi.tickets.errors import NoSuchTicket
from jishi.tickets.model import Message, Ticket

SAME = [name for name in TicketPage.__struct_fields__ if name in {field.name for field in fields(Ticket)} - {"tags"}]
ROW = [name for name in TicketRow.__struct_fields__ if name in SAME]


async def show(tx: Transaction, ticket_id: int, caller: Caller) -> TicketPage:
    """The ticket's page, with its clocks and why its owner has it."""
    row = await store.page(tx, ticket_id, caller.person_id)
    if row is None:
        raise NoSuchTicket
    return TicketPage(
        **{name: row[name] for name in SAME},
        tags=list(row["tags"]),
        requester=requester(row),
        team=team(row),
        owner=owner(row),
        following=row["following"],
        merged=MergedInto(id=row["merged_into"], number=row["merged_number"]) if row["merged_number"] else None,
        reason=await reason_for(tx, ticket_id, caller),
        timers=await show_timers(tx, ticket_id),
    )


async def show_opened(
    tx: Transaction, ticket: Ticket, customer: Customer, *, recorded: Sequence[Fact] | None = None
) -> TicketPage:
    """A ticket that this transaction opens, without asking the database for what is known already. `recorded` are the
    facts about it, when there are others too."""
    timers = await started_timers(tx, tx.recorded if recorded is None else recorded)
    nearest = min((timer for timer in timers if timer.due_at), key=lambda timer: timer.due_at or tx.now, default=None)
    dues = {"due_at": nearest.due_at, "warn_at": nearest.warn_at} if nearest else {}
    return TicketPage(
        **{name: getattr(ticket, name) for name in SAME} | dues,
        tags=list(ticket.tags),
        requester=RequesterView(
            id=customer.id,
            name=customer.name,
            email=customer.email,
            phone=customer.phone,
            external_id=customer.external_id,
            tier=customer.tier,
            language=customer.language,
        ),
        team=None,
        owner=None,
        timers=timers,
    )


def show_row(row: Mapping[str, Any], snippet: str | None) -> TicketRow:
    return TicketRow(
        **{name: row[name] for name in ROW},
        tags=list(row["tags"]),
        requester=RequesterView(id=row["customer_id"], name=row["customer_name"], tier=row["tier"]),
        team=team(row),
        owner=owner(row),
        snippet=snippet,
    )


def show_message(workspace_id: int, message: Message) -> MessageView:
    row = {
        "id": message.id,
        "ticket_id": message.ticket_id,
        "author_kind": str(message.author_kind),
        "author_id": message.author_id,
        "author_name": message.author_name,
        "public": message.public,
        "channel": message.channel,
        "body": message.body,
        "received_at": message.received_at,
        "nature": str(message.nature),
        "from_ticket_id": None,
        "attachments": [{"id": a.id, "name": a.name, "type": a.type, "size": a.size} for a in message.attachments],
    }
    return show_message_row(workspace_id, row)


def show_message_row(workspace_id: int, row: Mapping[str, Any]) -> MessageView:
    return MessageView(
        id=row["id"],
        ticket_id=row["ticket_id"],
        author=AuthorView(kind=row["author_kind"], id=row["author_id"], name=row["author_name"]),
        public=row["public"],
        channel=row["channel"],
        body=row["body"],
        received_at=row["received_at"],
        nature=row["nature"],
        from_ticket=row["from_ticket_id"],
        attachments=[AttachmentView(**each, url=link(workspace_id, each["id"])) for each in row["attachments"]],
    )


async def show_facts(tx: Transaction, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Journal rows with the names of those who did it."""
    rows = list(rows)
    people = [number for row in rows if (number := actor_number(row["by"], "person"))]
    customers = [number for row in rows if (number := actor_number(row["by"], "customer"))]
    names = await store.names(tx, people, customers) if people or customers else {}
    return [show_fact(row, names) for row in rows]


def show_fact(row: Mapping[str, Any], names: Mapping[tuple[str, int], str]) -> dict[str, Any]:
    kind, _, number = row["by"].partition(":")
    key = int(number) if number.isdecimal() else None
    by = ActorView(kind=kind, id=key, name=names.get((kind, key)) if key is not None else None)
    return {
        **row["data"],
        "id": row["id"],
        "kind": row["kind"],
        "at": row["at"],
        "by": by,
        "ticket_id": row["ticket_id"],
    }


def actor_number(by: str, kind: str) -> int | None:
    found, _, number = by.partition(":")
    return int(number) if found == kind and number.isdecimal() else None


def requester(row: Mapping[str, Any]) -> RequesterView:
    names = ("name", "email", "phone", "external_id", "tier", "language")
    given = {name: row[f"customer_{name}"] for name in names}
    return RequesterView(id=row["customer_id"], blocked=row["blocked"], **given)


def team(row: Mapping[str, Any]) -> TeamName | None:
    return TeamName(id=row["team_id"], name=row["team_name"]) if row["team_name"] is not None else None


def owner(row: Mapping[str, Any]) -> AgentName | None:
    if row["owner_name"] is None:
        return None
    return AgentName(id=row["owner_id"], name=row["owner_name"], email=row["owner_email"])
