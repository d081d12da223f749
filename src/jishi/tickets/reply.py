"""Answer the customer, or note something among colleagues."""

from collections.abc import Sequence
from dataclasses import dataclass

from jishi.kernel.facts import Fact
from jishi.storage.transaction import Transaction
from jishi.tickets import rules, store
from jishi.tickets.attach import attach
from jishi.tickets.find import lock
from jishi.tickets.model import Author, Message, Ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who speaks for the desk. `id` is a person's, None for the bot and the system."""

    kind: Author
    id: int | None
    name: str
    actor: str


async def reply(
    tx: Transaction, ticket_id: int, body: str, *, by: Speaker, attachments: Sequence[int] = ()
) -> tuple[Ticket, Message]:
    """A public message to the customer."""
    before = await lock(tx, ticket_id)
    message = await _message(tx, before, body, by=by, public=True, attachments=attachments)
    after, facts = rules.answer(before, message, by=by.actor)
    return await _keep(tx, before, after, message, facts)


async def note(
    tx: Transaction, ticket_id: int, body: str, *, by: Speaker, attachments: Sequence[int] = ()
) -> tuple[Ticket, Message]:
    """A message that the customer never sees."""
    before = await lock(tx, ticket_id)
    message = await _message(tx, before, body, by=by, public=False, attachments=attachments)
    after, facts = rules.note(before, message, by=by.actor)
    return await _keep(tx, before, after, message, facts)


async def _message(
    tx: Transaction, ticket: Ticket, body: str, *, by: Speaker, public: bool, attachments: Sequence[int]
) -> Message:
    return Message(
        id=tx.new_id(),
        ticket_id=ticket.id,
        author_kind=by.kind,
        author_id=by.id,
        author_name=by.name,
        public=public,
        channel=ticket.channel,
        body=body,
        received_at=tx.now,
        filed_at=tx.now,
        attachments=await attach(tx, attachments, by.actor),
    )


async def _keep(
    tx: Transaction, before: Ticket, after: Ticket, message: Message, facts: list[Fact]
) -> tuple[Ticket, Message]:
    store.add_message(tx, message)
    await store.save(tx, before, after)
    await tx.record(*facts)
    return after, message
