"""Give waiting tickets to those who are free, the most urgent first."""

from dataclasses import replace
from datetime import timedelta

from jishi.dispatch import rules, store
from jishi.dispatch.explain import sentence
from jishi.dispatch.facts import TicketQueued
from jishi.dispatch.model import WHOLE_DESK, Asked, Decision
from jishi.dispatch.store import Book, Desk
from jishi.storage.transaction import Transaction
from jishi.tickets.assign import claim, move

LOOK_AGAIN = "dispatch.look_again"
SOON = timedelta(milliseconds=100)


async def seat(tx: Transaction, desk: Desk, *, arriving: Asked | None = None) -> None:
    """A newcomer stands in line like all others: what was freed goes to whoever is first, not to who came last."""
    free = {candidate.id: candidate for candidate in desk.candidates}
    for ticket_id in desk.busy:
        tx.set_alarm(LOOK_AGAIN, tx.now + SOON, ticket_id=ticket_id)
    everybody = [*desk.waiting, arriving] if arriving else desk.waiting
    for asked in rules.in_order(everybody, desk.rules.ranking):
        if asked is not arriving and not any(map(rules.has_room, free.values())):
            continue
        decision = rules.choose(asked, [c for c in free.values() if rules.is_member(asked, c)])
        decision = _named(decision, asked, desk.rules)
        if decision.agent_id is not None:
            free[decision.agent_id] = rules.seated(free[decision.agent_id], asked, at=tx.now)
            await _give(tx, asked, decision, decision.agent_id, desk.rules)
        elif asked is arriving:
            await _queue(tx, asked, decision, desk.rules)


def _named(decision: Decision, asked: Asked, book: Book) -> Decision:
    team = book.team(asked.team_id)
    return replace(decision, params={**decision.params, "team": team.name}) if team else decision


async def _give(tx: Transaction, asked: Asked, decision: Decision, agent_id: int, book: Book) -> None:
    await claim(
        tx,
        asked.ticket_id,
        agent_id=agent_id,
        team_id=asked.team_id,
        by="dispatcher",
        reason=sentence(decision.why, decision.params, book.language),
    )
    store.record_decision(tx, asked, decision)  # after the claim, so that both leave in one statement


async def _queue(tx: Transaction, asked: Asked, decision: Decision, book: Book) -> None:
    """It waits where its team sees it."""
    store.enter_queue(tx, asked, decision, book.ranking)
    if asked.declined:
        tx.set_alarm(LOOK_AGAIN, tx.now + store.DECLINED_FOR, ticket_id=asked.ticket_id)
    if asked.queued is decision.why and asked.queued_in == (asked.team_id or WHOLE_DESK):
        return
    store.record_decision(tx, asked, decision)
    if asked.team_id is not None:
        await move(tx, asked.ticket_id, team_id=asked.team_id, by="dispatcher")
    team = book.team(asked.team_id)
    await tx.record(
        TicketQueued(
            at=tx.now,
            by="dispatcher",
            ticket_id=asked.ticket_id,
            team_id=asked.team_id,
            lead_id=team.lead_id if team else None,
            why=decision.why,
            reason=sentence(decision.why, decision.params, book.language),
        )
    )
