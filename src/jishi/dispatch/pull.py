"""Somebody asks for the next ticket: of all that they can take, the one that it costs most to let wait."""

from dataclasses import replace
from typing import NamedTuple

from jishi.clock.answer_clock import answer_clock
from jishi.clock.clocks import keep_clocks
from jishi.dispatch import store
from jishi.dispatch.because import recorded
from jishi.dispatch.board import next_for
from jishi.dispatch.explain import sentence
from jishi.dispatch.hurdles import absent
from jishi.dispatch.model import WHOLE_DESK
from jishi.dispatch.rules import has_room
from jishi.dispatch.seat import named, with_clocks
from jishi.storage.transaction import Transaction
from jishi.tickets.assign import claim
from jishi.tickets.model import Ticket

NOT_HERE = "You are not at work: switch yourself to online first."
FULL = "You have as many tickets as you can take."
NOTHING = "Nothing waits that you can take."


class Pulled(NamedTuple):
    """A ticket that is theirs now, or why there is none."""

    ticket: Ticket | None
    reason: str


async def pull(tx: Transaction, *, person_id: int, team_ids: tuple[int, ...], language: str) -> Pulled:
    """However its queue is worked. Whoever takes from one that asks before it gives has said yes."""
    desk = await store.desk(tx, [WHOLE_DESK, *team_ids])
    scene = desk.rules.scene(tx.now)
    me = next((each for each in desk.candidates if each.id == person_id), None)
    if me is None or absent(me, scene) is not None:
        return Pulled(None, NOT_HERE)
    if not has_room(me, scene):
        return Pulled(None, FULL)
    tickets = [asked.ticket_id for asked in desk.waiting]
    await keep_clocks(tx, tickets)
    waiting = [replace(asked, peak=desk.rules.peak(asked.team_id)) for asked in desk.waiting]
    placed = next_for(me, with_clocks(waiting, await answer_clock(tx, tickets)), scene)
    if placed is None:
        return Pulled(None, NOTHING)
    asked, decision, scene = named(placed, desk.rules)
    recorded(tx, asked.ticket_id)
    reason, by = sentence(decision.why, decision.params, desk.rules.language), f"person:{person_id}"
    ticket = await claim(tx, asked.ticket_id, agent_id=person_id, team_id=asked.team_id, by=by, reason=reason)
    store.record_decision(tx, asked, decision, scene, by=by)
    return Pulled(ticket, sentence(decision.why, decision.params, language))
