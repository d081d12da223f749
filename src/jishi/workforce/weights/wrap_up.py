"""After a talk its agent has a while to write it up, before the next is given."""

from datetime import timedelta

from jishi.storage.transaction import Transaction
from jishi.tickets.facts import TicketPended, TicketSolved
from jishi.tickets.find import as_it_stands
from jishi.workforce import rules, store
from jishi.workforce.attend import keep
from jishi.workforce.model import TALKS
from jishi.workforce.weights.store import wrap_up_of


async def wrap_up(tx: Transaction, fact: TicketSolved | TicketPended) -> None:
    """Only after one's own talk, ended by oneself; and only where the channel asks for it."""
    if fact.owner_id is None or fact.by != f"person:{fact.owner_id}":
        return
    ticket = await as_it_stands(tx, fact.ticket_id)
    if ticket.channel not in TALKS or not (seconds := await wrap_up_of(tx, ticket.channel)):
        return
    if (agent := await store.lock(tx, fact.owner_id)) is not None:
        until = fact.at + timedelta(seconds=seconds)
        await keep(tx, agent, *rules.wrap_up(agent, until=until, at=fact.at, by=fact.by))
