"""How long people work on tickets, learned from the record of their work."""

from jishi.storage.transaction import Transaction
from jishi.tickets.facts import TicketSolved
from jishi.tickets.find import find
from jishi.workforce import rules, store


async def learn_handling(tx: Transaction, fact: TicketSolved) -> None:
    """What the solver spent with the ticket open, from the last solution to this one."""
    person_id = rules.solver(fact)
    if person_id is None:
        return
    seconds = await store.worked(tx, fact.ticket_id, person_id, until=fact.at)
    if seconds >= rules.LEAST_WORK:
        ticket = await find(tx, fact.ticket_id)
        store.learn_handling(tx, person_id, ticket.type, min(seconds, rules.MOST_WORK))
