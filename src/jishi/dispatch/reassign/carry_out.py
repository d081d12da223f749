"""Do what a plan says, ticket by ticket: what has changed since it was made stays as it is, and is reported."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace

from jishi.dispatch.because import because
from jishi.dispatch.explain import why_not
from jishi.dispatch.hurdles import hurdle
from jishi.dispatch.model import Asked, Candidate, Why
from jishi.dispatch.reassign import store
from jishi.dispatch.reassign.facts import TicketsReassigned
from jishi.dispatch.reassign.model import Missed, Move
from jishi.dispatch.reassign.plan import reason
from jishi.dispatch.reassign.survey import Survey, survey
from jishi.dispatch.rules import seated
from jishi.storage.transaction import Transaction
from jishi.tickets.assign import assign, return_to_queue
from jishi.tickets.errors import NoSuchTicket
from jishi.tickets.find import lock

CHANGED_HANDS = "Somebody else has it by now."
FINISHED = "It is not open any more."
NO_SUCH = "There is no such ticket."
NO_AGENT = "There is no such colleague here, or they do not take tickets."


async def carry_out(
    tx: Transaction, moves: Sequence[Move], *, language: str
) -> tuple[list[Move], list[Missed], Survey]:
    """What was given, what was missed. Tickets are locked in the order of their ids before anybody is looked at, then
    everybody whom it is about: a limit that holds when they are looked at still holds when they are given something."""
    moves = sorted(moves, key=lambda move: move.ticket_id)
    gone = {move.ticket_id for move in moves if not await _held(tx, move.ticket_id)}
    await store.hold(tx, [each for move in moves for each in (move.from_id, move.to_id) if each is not None])
    seen = await survey(tx, [move.ticket_id for move in moves], to=_named(moves))
    people = {each.id: each for each in seen.people}
    asked = {each.ticket_id: each for each in seen.asked}
    given: list[Move] = []
    missed: list[Missed] = []
    for move in moves:
        if move.ticket_id in gone:
            missed.append(Missed(ticket_id=move.ticket_id, reason=NO_SUCH))
        elif (wrong := _hindrance(move, asked.get(move.ticket_id), seen, people, language)) is not None:
            missed.append(Missed(ticket_id=move.ticket_id, reason=wrong))
        else:
            await _give(tx, move, asked[move.ticket_id], seen, people)
            given.append(move)
    await _record(tx, moves, given, missed)
    return given, missed, seen


def _hindrance(
    move: Move, asked: Asked | None, seen: Survey, people: dict[int, Candidate], language: str
) -> str | None:
    """Why a ticket cannot go where the plan says any more."""
    if asked is None:
        return FINISHED
    if seen.rows[move.ticket_id]["owner_id"] != move.from_id:
        return CHANGED_HANDS
    if move.to_id is None:
        return None
    agent = people.get(move.to_id)
    if agent is None:
        return NO_AGENT
    code = hurdle(_bound(asked), agent, seen.scene)
    return why_not(code, language, load=agent.load, capacity=agent.capacity) if code is not None else None


def _bound(asked: Asked) -> Asked:
    """What is only wished binds nobody who has seen the plan."""
    needs = tuple(need for need in asked.needs if need.required)
    language = asked.language_need if asked.language_need == "required" else "ignored"
    return replace(asked, needs=needs, language_need=language)


async def _give(tx: Transaction, move: Move, asked: Asked, seen: Survey, people: dict[int, Candidate]) -> None:
    if move.to_id is None:
        if move.from_id is not None:
            await return_to_queue(tx, move.ticket_id, by=tx.by)
        return
    agent = people[move.to_id]
    said = reason(asked, agent, seen, (), seen.book.language)
    because(tx, move.ticket_id, Why.REASSIGNED)
    await assign(tx, move.ticket_id, agent_id=agent.id, team_id=asked.team_id, by=tx.by, reason=said)
    people[agent.id] = seated(agent, asked, at=tx.now)


async def _record(tx: Transaction, moves: Sequence[Move], given: Sequence[Move], missed: Sequence[Missed]) -> None:
    number = tx.new_id()
    report = {"given": [move.ticket_id for move in given], "missed": [asdict(each) for each in missed]}
    await store.keep(tx, number, [asdict(move) for move in moves], report)
    await tx.record(
        TicketsReassigned(
            at=tx.now,
            by=tx.by,
            reassignment_id=number,
            given=tuple(move.ticket_id for move in given),
            missed=tuple(each.ticket_id for each in missed),
        )
    )


async def _held(tx: Transaction, ticket_id: int) -> bool:
    try:
        await lock(tx, ticket_id)
    except NoSuchTicket:
        return False
    return True


def _named(moves: Iterable[Move]) -> list[int]:
    return sorted({move.to_id for move in moves if move.to_id is not None})
