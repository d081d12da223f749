"""The teams have changed: tickets that wait where a rule put them may belong elsewhere now."""

from jishi.dispatch import rules, store
from jishi.dispatch.offer import look
from jishi.identity.facts import TeamChanged, TeamCreated, TeamDissolved
from jishi.storage.transaction import Transaction


async def reroute(tx: Transaction, fact: TeamCreated | TeamChanged | TeamDissolved) -> None:  # noqa: ARG001
    """Those for whom nothing changes stay where they are, and keep their place either way."""
    book, waiting = await store.queued(tx)
    for asked in waiting:
        if rules.route(asked, book.teams).team_id != (asked.queued_in or None):
            await look(tx, asked.ticket_id)
