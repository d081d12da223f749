"""Answer the customer, or note something among colleagues."""

from collections.abc import Sequence
from dataclasses import dataclass

from jishi.kernel.facts import Fact
from jishi.storage.transaction import Transaction
from jishi.tickets import store
from jishi.tickets.attach import attach
from jishi.tickets.find import as_it_stands, lock_final
from jishi.tickets.model import Attached, Author, Message, Nature, Ticket
from jishi.tickets.talk import rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who speaks for the desk. `id` is a person's, None for the bot and the system."""

    kind: Author
    id: int | None
    name: str
    actor: str


async def reply(
    tx: Transaction,
    ticket_id: int,
    body: str,
    *,
    by: Speaker,
    attachments: Sequence[int] = (),
    uploaded_by: str | None = None,
) -> tuple[Ticket, Message]:
    """A public message to the customer. On a ticket that was merged, it goes to the one it goes on in."""
    before = await lock_final(tx, ticket_id)
    attached = await attach(tx, attachments, uploaded_by or by.actor)
    message = _message(tx, before, body, by=by, public=True, nature=Nature.SAID, attached=attached)
    after, facts = rules.answer(before, message, by=by.actor)
    return await _keep(tx, before, after, message, facts)


async def note(
    tx: Transaction, ticket_id: int, body: str, *, by: Speaker, attachments: Sequence[int] = (), public: bool = False
) -> tuple[Ticket, Message]:
    """Something for colleagues; the customer sees it only when it is `public`."""
    before = await lock_final(tx, ticket_id)
    attached = await attach(tx, attachments, by.actor)
    message = _message(tx, before, body, by=by, public=public, nature=Nature.NOTE, attached=attached)
    after, facts = rules.note(before, message, by=by.actor)
    return await _keep(tx, before, after, message, facts)


async def call(
    tx: Transaction, ticket_id: int, body: str, *, by: Speaker, attachments: Sequence[int] = ()
) -> tuple[Ticket, Message]:
    """A colleague has spoken with the customer: what was said, written down, answers them as a reply would."""
    before = await lock_final(tx, ticket_id)
    attached = await attach(tx, attachments, by.actor)
    message = _message(tx, before, body, by=by, public=False, nature=Nature.CALL, attached=attached)
    after, facts = rules.answer(before, message, by=by.actor)
    return await _keep(tx, before, after, message, facts)


def _message(
    tx: Transaction,
    ticket: Ticket,
    body: str,
    *,
    by: Speaker,
    public: bool,
    nature: Nature,
    attached: tuple[Attached, ...],
) -> Message:
    return Message(
        id=tx.new_id(),
        ticket_id=ticket.id,
        author_kind=by.kind,
        author_id=by.id,
        author_name=by.name,
        public=public,
        channel=ticket.channel if nature is not Nature.CALL else "phone",
        body=body,
        received_at=tx.now,
        filed_at=tx.now,
        attachments=attached,
        nature=nature,
    )


async def _keep(
    tx: Transaction, before: Ticket, after: Ticket, message: Message, facts: list[Fact]
) -> tuple[Ticket, Message]:
    store.add_message(tx, message)
    await store.save(tx, before, after)
    await tx.record(*facts)
    return await as_it_stands(tx, after.id), message
