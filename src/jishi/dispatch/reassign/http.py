"""Give many tickets to others: see the plan, then do it."""

from collections.abc import Iterable, Mapping
from typing import Annotated

import msgspec
from asyncpg import Record
from litestar import post

from jishi.dispatch.reassign.carry_out import NO_AGENT, carry_out
from jishi.dispatch.reassign.errors import BadReassignment
from jishi.dispatch.reassign.model import Move
from jishi.dispatch.reassign.plan import MOST, plan
from jishi.dispatch.reassign.survey import Survey
from jishi.identity.find import find_person, names_of
from jishi.identity.guards import requires
from jishi.identity.language import translate
from jishi.identity.model import Caller, Permission
from jishi.identity.parameters import LARGEST_ID
from jishi.identity.views import PersonName
from jishi.storage.transaction import Transaction

MANAGE = [requires(Permission.DISPATCH_MANAGE)]
Key = Annotated[int, msgspec.Meta(ge=1, le=LARGEST_ID)]
ONE_OF_BOTH = "Say whose tickets, or which: one of both."
TWICE = "This ticket stands in the plan twice."


class PlanWish(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """All that a `person` has in hand, or these `tickets`; to these colleagues, or to whoever may take them."""

    person: Key | None = None
    tickets: Annotated[list[Key], msgspec.Meta(max_length=MOST)] | None = None
    to: Annotated[list[Key], msgspec.Meta(min_length=1, max_length=500)] | None = None


class TicketRef(msgspec.Struct, kw_only=True):
    id: int
    number: str
    subject: str
    level: str


class MoveView(msgspec.Struct, kw_only=True, rename={"from_": "from"}):
    """A null `to`: nobody can have it, and it would go back to the queue. `cost` compares plans; less is better."""

    ticket: TicketRef
    from_: PersonName | None
    to: PersonName | None
    reason: str
    cost: float


class PlanView(msgspec.Struct, kw_only=True):
    moves: list[MoveView]


class MoveWish(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, rename={"from_": "from"}):
    """As the plan said: who had it, who is to have it; null `to`: back to the queue."""

    ticket: Key
    from_: Key | None = None
    to: Key | None = None


class ReassignmentWish(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    plan: Annotated[list[MoveWish], msgspec.Meta(min_length=1, max_length=MOST)]


class Given(msgspec.Struct, kw_only=True):
    ticket: TicketRef
    to: PersonName | None


class MissedTicket(msgspec.Struct, kw_only=True):
    id: int
    number: str | None


class MissedView(msgspec.Struct, kw_only=True):
    """A ticket that stayed as it was; `reason` in the caller's language."""

    ticket: MissedTicket
    reason: str


class Report(msgspec.Struct, kw_only=True):
    given: list[Given]
    missed: list[MissedView]


@post("/reassignments/preview", guards=MANAGE, status_code=200)
async def preview_reassignment(tx: Transaction, caller: Caller, data: PlanWish) -> PlanView:
    """Who would best have them, all together. Nothing is changed."""
    known = await names_of(tx, data.to or ())
    wrong = [(f"to.{n}", NO_AGENT) for n, number in enumerate(data.to or ()) if number not in known]
    if (data.person is None) == (data.tickets is None):
        wrong.insert(0, ("person", ONE_OF_BOTH))
    if wrong:
        raise BadReassignment(errors=wrong)
    if data.person is not None:
        await find_person(tx, data.person, gone=True)
    moves, seen = await plan(
        tx, person_id=data.person, ticket_ids=data.tickets or (), to=data.to, language=caller.language
    )
    names = await _names(tx, moves)
    return PlanView(
        moves=[
            MoveView(
                ticket=_ticket(seen.rows[move.ticket_id]),
                from_=_person(move.from_id, names),
                to=_person(move.to_id, names),
                reason=move.reason,
                cost=move.cost,
            )
            for move in moves
        ]
    )


@post("/reassignments", guards=MANAGE, status_code=200)
async def reassign_tickets(tx: Transaction, caller: Caller, data: ReassignmentWish) -> Report:
    """Do it. Each ticket is looked at again: what has changed hands since, or does not fit any more, stays."""
    moves = [Move(ticket_id=each.ticket, from_id=each.from_, to_id=each.to) for each in data.plan]
    numbers = [move.ticket_id for move in moves]
    if twice := [(f"plan.{n}.ticket", TWICE) for n, number in enumerate(numbers) if number in numbers[:n]]:
        raise BadReassignment(errors=twice)
    given, missed, seen = await carry_out(tx, moves, language=caller.language)
    names = await _names(tx, moves)
    return Report(
        given=[Given(ticket=_ticket(seen.rows[move.ticket_id]), to=_person(move.to_id, names)) for move in given],
        missed=[
            MissedView(
                ticket=MissedTicket(id=each.ticket_id, number=_number(each.ticket_id, seen)),
                reason=translate(each.reason, caller.language),
            )
            for each in missed
        ],
    )


async def _names(tx: Transaction, moves: Iterable[Move]) -> dict[int, str]:
    return await names_of(tx, {each for move in moves for each in (move.from_id, move.to_id) if each is not None})


def _person(person_id: int | None, names: Mapping[int, str]) -> PersonName | None:
    return None if person_id is None else PersonName(id=person_id, name=names.get(person_id, f"#{person_id}"))


def _ticket(row: Record) -> TicketRef:
    return TicketRef(id=row["id"], number=row["number"], subject=row["subject"], level=row["level"])


def _number(ticket_id: int, seen: Survey) -> str | None:
    return seen.rows[ticket_id]["number"] if ticket_id in seen.rows else None


routes = [preview_reassignment, reassign_tickets]
