"""Keep every agent's load true in the transaction that changes it."""

from jishi.storage.transaction import Transaction
from jishi.tickets.facts import TicketAssigned
from jishi.workforce import rules, store


async def count_load(tx: Transaction, fact: rules.LoadFact) -> None:
    """Follow a ticket's owner and state."""
    given = {fact.agent_id: fact.at} if isinstance(fact, TicketAssigned) else {}
    if changes := rules.load_changes(fact):
        store.shift_load(tx, changes, given=given)
