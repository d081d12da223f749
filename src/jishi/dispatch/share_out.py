"""How many tickets who would get, if everybody were at work and had room: what rules and skills come to."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace

from jishi.dispatch import store
from jishi.dispatch.arrive import arrive
from jishi.dispatch.board import Placed, seating
from jishi.dispatch.model import Asked, Candidate, Strategy
from jishi.storage.transaction import Transaction

ROOM = 1_000_000  # places of everybody: so many that none is ever full, in proportion to what they take at once


async def share_out(tx: Transaction, asked: Sequence[Asked], sent_to: Mapping[int, int]) -> dict[int, Placed]:
    """What would be decided of each of these tickets, by its number. Nothing is held and nothing is stored."""
    book = await store.book(tx)
    coming = [arrive(each, sent_to, book, now=tx.now) for each in asked]
    teams = {team_id for each in coming for team_id in each.open_to}
    desk = await store.look_at_desk(tx, teams, arriving=coming)
    scene = book.scene(tx.now)
    given = {  # a queue that is worked by hand would give nothing to anybody
        team_id: replace(queue, strategy=Strategy.INDEX) if queue.strategy is Strategy.PULL else queue
        for team_id, queue in scene.queues.items()
    }
    at_work = [_at_work(each) for each in desk.candidates]
    seated = await asyncio.to_thread(seating, coming, at_work, replace(scene, queues=given))  # seconds, for thousands
    return {placed.asked.ticket_id: placed for placed in (*seated.given, *seated.left)}


def _at_work(candidate: Candidate) -> Candidate:
    capacity = candidate.capacity * ROOM
    return replace(candidate, status="online", rostered=False, shift_until=None, capacity=capacity, load=0)
