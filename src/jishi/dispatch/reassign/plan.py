"""Who would best have many tickets, all of them together. Nothing is changed."""

import asyncio
from collections.abc import Sequence

from jishi.dispatch.best_fit import Fit, best_fit
from jishi.dispatch.explain import sentence
from jishi.dispatch.model import Asked, Candidate, Why
from jishi.dispatch.reassign import store
from jishi.dispatch.reassign.model import Move
from jishi.dispatch.reassign.survey import Survey, survey
from jishi.dispatch.rules import choose, given, seated
from jishi.dispatch.wishes import ease
from jishi.storage.transaction import Transaction

MOST = 500  # tickets in one plan


async def plan(
    tx: Transaction, *, person_id: int | None, ticket_ids: Sequence[int], to: Sequence[int] | None, language: str
) -> tuple[list[Move], Survey]:
    """Of all that somebody has in hand, or of these tickets; to these colleagues, or to whoever may take them."""
    if person_id is not None:
        ticket_ids = await store.owned_by(tx, person_id, limit=MOST)
    seen = await survey(tx, ticket_ids, to=to)
    fits = await asyncio.to_thread(best_fit, seen.asked, seen.people, seen.scene)  # seconds, for hundreds of them
    afterwards = _afterwards(fits, seen)
    moves = [
        Move(
            ticket_id=fit.asked.ticket_id,
            from_id=seen.rows[fit.asked.ticket_id]["owner_id"],
            to_id=fit.agent.id if fit.agent else None,
            reason=reason(fit.asked, fit.agent, seen, afterwards, language),
            cost=round(fit.cost, 2),
        )
        for fit in fits
    ]
    return moves, seen


def reason(asked: Asked, agent: Candidate | None, seen: Survey, afterwards: Sequence[Candidate], language: str) -> str:
    """Why they, or why nobody: everybody who could is full by then, or nobody ever could."""
    if agent is None:
        decision = choose(asked, afterwards, seen.scene)
        code, params = (decision.why, decision.params) if decision.agent_id is None else (Why.ALL_FULL, {})
    else:
        code = Why.PREVIOUS if asked.previous == agent.id else Why.BEST_FIT
        params = given(ease(asked, seen.people, seen.scene), agent, seen.scene)
    team = seen.book.team(asked.team_id)
    return sentence(code, {**params, "team": team.name} if team else params, language)


def _afterwards(fits: Sequence[Fit], seen: Survey) -> list[Candidate]:
    people = {each.id: each for each in seen.people}
    for fit in fits:
        if fit.agent is not None:
            people[fit.agent.id] = seated(people[fit.agent.id], fit.asked, at=seen.scene.now)
    return list(people.values())
