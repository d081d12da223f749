"""Somebody who is not the customer writes to a ticket: whoever was in copy, or a colleague from their own mailbox."""

from collections.abc import Sequence

from jishi.identity import normalise
from jishi.identity.errors import NoSuchPerson
from jishi.identity.find import find_customer, find_person
from jishi.identity.model import Person
from jishi.storage.transaction import Transaction
from jishi.tickets import store
from jishi.tickets.attach import attach
from jishi.tickets.find import lock_final
from jishi.tickets.model import Attached, Author, Message, Nature, Ticket
from jishi.tickets.receive import hear
from jishi.tickets.reply import Speaker, reply
from jishi.tickets.talk import rules


async def overhear(
    tx: Transaction,
    ticket_id: int,
    body: str,
    *,
    name: str | None,
    email: str | None,
    by: str,
    attachments: Sequence[int] = (),
    automatic: bool = False,
) -> tuple[Ticket, Message]:
    """The address decides: a colleague's mail is that colleague's answer, the customer's own is the customer's, and
    anybody else starts no wait and ends none. No machine answers for a colleague.
    """
    address = normalise.email(email or "")
    before = await lock_final(tx, ticket_id)
    customer = await find_customer(tx, before.customer_id)
    nature = Nature.AUTOMATIC if automatic else Nature.SAID
    if address is not None and address == customer.email:
        attached = await attach(tx, attachments, by)
        return await hear(tx, before.id, customer, body, attached=attached, by=f"customer:{customer.id}", nature=nature)
    colleague = await _colleague(tx, address) if address is not None else None
    if colleague is not None and not automatic:
        speaker = Speaker(kind=Author.AGENT, id=colleague.id, name=colleague.name, actor=f"person:{colleague.id}")
        return await reply(tx, before.id, body, by=speaker, attachments=attachments, uploaded_by=by)
    name = normalise.plain(name or "") or (colleague.name if colleague else None)
    author = f"{name} <{address}>" if name and address else name or address or ""
    message = _message(tx, before, author, body, attached=await attach(tx, attachments, by), nature=nature)
    after, facts = rules.overhear(before, message, email=address, name=name or address or "", by=by)
    store.add_message(tx, message)
    await store.save(tx, before, after)
    await tx.record(*facts)
    return after, message


def _message(
    tx: Transaction, ticket: Ticket, author: str, body: str, *, attached: tuple[Attached, ...], nature: Nature
) -> Message:
    return Message(
        id=tx.new_id(),
        ticket_id=ticket.id,
        author_kind=Author.THIRD_PARTY,
        author_id=None,
        author_name=author,
        public=True,
        channel=ticket.channel,
        body=body,
        received_at=tx.now,
        filed_at=tx.now,
        attachments=attached,
        nature=nature,
    )


async def _colleague(tx: Transaction, address: str) -> Person | None:
    try:
        return await find_person(tx, address)
    except NoSuchPerson:
        return None
