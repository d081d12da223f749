"""A note that the customer can read has answered them, as their policy says. The clock calls this."""

from jishi.storage.transaction import Transaction
from jishi.tickets import store
from jishi.tickets.facts import NoteAdded
from jishi.tickets.model import Ticket
from jishi.tickets.talk import rules


async def count_note(tx: Transaction, ticket: Ticket, note: NoteAdded) -> None:
    """They wait no more. The ticket must be held."""
    await store.save(tx, ticket, rules.count_note(ticket, person_id=note.person_id, at=note.at))
