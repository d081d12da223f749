"""Keep every agent's load true in the transaction that changes it."""

from jishi.storage.transaction import Transaction
from jishi.tickets.facts import TicketAssigned
from jishi.workforce import rules, store


async def count_load(tx: Transaction, fact: rules.LoadFact) -> None:
    """Follow a ticket's owner and state."""
    given = (fact.agent_id, fact.at) if isinstance(fact, TicketAssigned) else None
    store.keep_seat(tx, fact.ticket_id, rules.counts_for(fact), given=given)
