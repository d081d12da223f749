"""Let messages that are about something else have a ticket of their own."""

from collections.abc import Sequence
from dataclasses import replace

from jishi.storage.transaction import Transaction
from jishi.tickets import store
from jishi.tickets.errors import NotFromThere, NotItsMessage
from jishi.tickets.find import find, lock
from jishi.tickets.model import Attached, Author, Message, State, Ticket
from jishi.tickets.parts import rules
from jishi.tickets.receive import first_line


async def split(
    tx: Transaction, ticket_id: int, message_ids: Sequence[int], *, subject: str | None = None, by: str
) -> Ticket:
    """A new ticket with copies of these messages. The one they came from keeps them: it was said there."""
    await find(tx, ticket_id)
    number = await store.draw_number(tx)
    source = await lock(tx, ticket_id)
    if source.state is State.DISCARDED:
        raise NotFromThere(state=source.state)
    found = await store.messages(tx, ticket_id, message_ids)
    here = {message.id for message in found}
    strange = [n for n, message_id in enumerate(message_ids) if message_id not in here]
    if strange:
        raise NotItsMessage(errors=[(f"messages.{n}", NotItsMessage.__doc__ or "") for n in strange])
    asked = next((message.body for message in found if message.author_kind is Author.CUSTOMER), "")
    subject = subject or first_line(asked)
    new = rules.split(source, found, id=tx.new_id(), number=number, subject=subject, at=tx.now)
    store.open_ticket(tx, new)
    copies = [await _copy(tx, message, new) for message in found]
    await store.save(tx, replace(new, received_at=None), new)
    await tx.record(*rules.parted(source, new, copies, by=by))
    return new


async def _copy(tx: Transaction, message: Message, new: Ticket) -> Message:
    attached = tuple(replace(each, id=tx.new_id()) for each in message.attachments)
    if attached:
        await store.copy_attachments(tx, _ids(message.attachments), _ids(attached))
    copy = replace(message, id=tx.new_id(), ticket_id=new.id, external_id=None, filed_at=tx.now, attachments=attached)
    store.add_message(tx, copy)
    return copy


def _ids(attached: Sequence[Attached]) -> list[int]:
    return [each.id for each in attached]
