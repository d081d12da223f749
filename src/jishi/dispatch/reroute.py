"""The teams have changed: tickets that wait where a rule put them may belong elsewhere now."""

from datetime import timedelta

from jishi.dispatch import store
from jishi.dispatch.arrive import route_of
from jishi.dispatch.wait import set_second_look
from jishi.identity.facts import TeamChanged, TeamCreated, TeamDissolved
from jishi.storage.transaction import Transaction

ONE_AFTER_ANOTHER = timedelta(microseconds=1)


async def reroute(tx: Transaction, fact: TeamCreated | TeamChanged | TeamDissolved) -> None:  # noqa: ARG001
    """Those for whom nothing changes stay where they are, and keep their place either way. The others are looked at
    again in the order in which they wait, as many at once as alarms ring together, so that whoever comes meanwhile does
    not wait for all of them."""
    book, waiting, sent_to = await store.queued(tx)
    moved = [asked for asked in waiting if route_of(asked, sent_to, book).team_id != (asked.queued_in or None)]
    for behind, asked in enumerate(reversed(moved)):
        set_second_look(tx, asked.ticket_id, tx.now - behind * ONE_AFTER_ANOTHER)
