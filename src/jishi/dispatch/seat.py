"""Give tickets to those who are free: what has just come and what waits, in one look at the desk."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import NamedTuple

from jishi.clock.answer_clock import Answer, answer_clock
from jishi.clock.clocks import keep_clocks
from jishi.dispatch import store
from jishi.dispatch.arrive import arrive
from jishi.dispatch.board import Placed, seating
from jishi.dispatch.explain import sentence
from jishi.dispatch.kind import place_of
from jishi.dispatch.model import WHOLE_DESK, Asked, Mode, Scene, Why
from jishi.dispatch.offers.make import make
from jishi.dispatch.record import Panel
from jishi.dispatch.routing.sort_out import sort
from jishi.dispatch.store import Book, Desk
from jishi.dispatch.wait import overflow, set_second_look, wait
from jishi.storage.transaction import Transaction
from jishi.tickets.assign import Claim, claim_many, move_many

SOON = timedelta(milliseconds=100)


class Wish(NamedTuple):
    """A ticket that needs an owner, or somebody who may have more room than before. 0: the other."""

    ticket_id: int = 0
    person_id: int = 0


@dataclass(slots=True)
class Round:
    """One look at the desk, and what is stored of it."""

    tx: Transaction
    book: Book
    scene: Scene
    clocks: dict[int, Answer]
    panel: Panel
    desk_id: int = 0

    def record(self, placed: Placed) -> None:
        if not self.desk_id:
            self.desk_id = store.keep_panel(self.tx, self.panel)
        store.record_seating(self.tx, placed, self.panel, self.desk_id)

    def reason(self, placed: Placed) -> str:
        return sentence(placed.decision.why, placed.decision.params, self.book.language)


def named(placed: Placed, book: Book) -> Placed:
    """With the team's name in what the sentence is made of: it must not change when the team's does."""
    team = book.team(placed.asked.team_id)
    if team is None:
        return placed
    return placed._replace(decision=replace(placed.decision, params={**placed.decision.params, "team": team.name}))


async def dispatch(tx: Transaction, wishes: Sequence[Wish]) -> None:
    """A newcomer stands in line like all others: what was freed goes to whoever is first, not to who came last."""
    await tx.work_off(sort)  # whoever asked first in the batch: rules come before owners
    found = await store.arrived(
        tx,
        [wish.ticket_id for wish in wishes if wish.ticket_id],
        freed=[wish.person_id for wish in wishes if wish.person_id],
    )
    _look_again(tx, found.busy)
    arriving = tuple(arrive(asked, found.sent_to, found.rules, now=tx.now) for asked in found.asked)
    for before, after in zip(found.asked, arriving, strict=True):
        await overflow(tx, before, after)
    teams = {team_id for asked in arriving for team_id in asked.open_to}.union(found.awaited)
    if teams:
        await _seat(tx, await store.desk(tx, teams, arriving=arriving), arriving)


async def _seat(tx: Transaction, desk: Desk, arriving: Sequence[Asked]) -> None:
    _look_again(tx, desk.busy)
    everybody = (*arriving, *(replace(asked, peak=desk.rules.peak(asked.team_id)) for asked in desk.waiting))
    await keep_clocks(tx, [asked.ticket_id for asked in everybody])
    clocks = await answer_clock(tx, [asked.ticket_id for asked in everybody])
    scene = desk.rules.scene(tx.now)
    seated = seating(with_clocks(everybody, clocks), desk.candidates, scene)
    now = Round(tx, desk.rules, scene, clocks, Panel(desk.candidates, scene, seated.given))
    newcomers = {asked.ticket_id for asked in arriving}
    given = [named(placed, desk.rules) for placed in seated.given]
    await _give(now, [placed for placed in given if placed.scene.queue(placed.asked).mode is Mode.PUSH])
    for placed in given:
        if placed.scene.queue(placed.asked).mode is Mode.OFFER:
            await _offer(now, placed)
    left = [named(placed, desk.rules) for placed in seated.left if placed.asked.ticket_id in newcomers]
    await _stand(tx, [placed.asked for placed in left])
    for placed in left:
        await _queue(now, placed)
    for team_id, agent_id in seated.turns.items():
        store.pass_turn(tx, team_id, agent_id)


async def _give(now: Round, given: Sequence[Placed]) -> None:
    if not given:
        return
    claims = []
    for placed in given:
        agent_id = placed.decision.agent_id
        assert agent_id is not None
        claims.append(Claim(placed.asked.ticket_id, agent_id, placed.asked.team_id, now.reason(placed)))
    await claim_many(now.tx, claims, by="dispatcher")
    for placed in given:
        now.record(placed)


async def _offer(now: Round, placed: Placed) -> None:
    """It waits in its queue until it is accepted, and whoever is asked keeps room for it."""
    asked, decision, scene = placed
    told = {**decision.params, "chosen": decision.why}
    waiting = placed._replace(decision=replace(decision, why=Why.OFFERED, agent_id=None, params=told))
    _enter(now, waiting)
    store.record_decision(now.tx, asked, waiting.decision, scene)
    await make(
        now.tx, asked, decision, seconds=scene.queue(asked).offer_seconds, reason=now.reason(placed)
    )  # fmt: skip


async def _stand(tx: Transaction, waiting: Sequence[Asked]) -> None:
    """In the team that the rules chose, where that is another than the ticket's."""
    moves = {asked.ticket_id: asked.team_id for asked in waiting if asked.team_id is not None}
    if moves:
        await move_many(tx, moves, by="dispatcher")


async def _queue(now: Round, placed: Placed) -> None:
    """It waits where its team sees it."""
    asked, decision, _ = placed
    _enter(now, placed)
    again = asked.queued is decision.why and asked.queued_in == (asked.team_id or WHOLE_DESK)
    if not again:
        now.record(placed)
    await wait(
        now.tx,
        asked,
        now.scene,
        said=again,
        lead_id=_lead(now.book, asked),
        why=decision.why,
        reason=now.reason(placed),
    )


def _enter(now: Round, placed: Placed) -> None:
    asked = placed.asked
    clock = now.clocks.get(asked.ticket_id)
    place = place_of(
        asked,
        now.scene,
        answer_at=clock.due_at if clock else None,
        service=now.book.handling.get(asked.type or "") or now.book.handling.get(""),
    )
    store.enter_queue(now.tx, asked, placed.decision, now.book.ranking, place)


def _lead(book: Book, asked: Asked) -> int | None:
    team = book.team(asked.team_id)
    return team.lead_id if team else None


def with_clocks(asked: Iterable[Asked], clocks: dict[int, Answer]) -> list[Asked]:
    return [
        replace(each, waited=clocks[each.ticket_id].waited, target=clocks[each.ticket_id].target)
        if each.ticket_id in clocks
        else each
        for each in asked
    ]


def _look_again(tx: Transaction, busy: Iterable[int]) -> None:
    for ticket_id in busy:
        set_second_look(tx, ticket_id, tx.now + SOON)
