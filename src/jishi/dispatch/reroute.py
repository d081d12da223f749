"""The teams have changed: tickets that wait where a rule put them may belong elsewhere now."""

from jishi.dispatch import store
from jishi.dispatch.arrive import route_of
from jishi.dispatch.offer import look
from jishi.identity.facts import TeamChanged, TeamCreated, TeamDissolved
from jishi.storage.transaction import Transaction


async def reroute(tx: Transaction, fact: TeamCreated | TeamChanged | TeamDissolved) -> None:  # noqa: ARG001
    """Those for whom nothing changes stay where they are, and keep their place either way."""
    book, waiting, sent_to = await store.queued(tx)
    for asked in waiting:
        if route_of(asked, sent_to, book).team_id != (asked.queued_in or None):
            await look(tx, asked.ticket_id)
