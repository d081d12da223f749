"""Nothing of what was taken away is found any more."""

from jishi.inbox import store
from jishi.storage.transaction import Transaction
from jishi.tickets.facts import TicketPurged


async def forget_words(tx: Transaction, fact: TicketPurged) -> None:
    store.forget_words(tx, fact.ticket_id)
