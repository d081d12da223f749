"""A case told again by the rules that the live desk follows, at the instants at which it happened."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from jishi.channels.facts import SourceStateChanged
from jishi.channels.history.model import Answer, Case, Step, Story
from jishi.kernel.facts import Fact
from jishi.tickets import rules
from jishi.tickets.facts import FieldsChanged, LevelChanged, TicketConfirmed, TicketImported, TicketSolved, TypeChanged
from jishi.tickets.model import Author, Level, Message, State, Ticket
from jishi.tickets.talk import rules as talk

WORKING = frozenset({State.NEW, State.OPEN})
ENDED = frozenset({State.SOLVED, State.CLOSED})
BY = "import"


class Teller:
    """Holds the ticket while its case is told. `people` and `teams` are ids by the names in the file."""

    def __init__(self, ticket: Ticket, case: Case, *, people: dict[str, int], teams: dict[str, int]) -> None:
        self.ticket = ticket
        self.case = case
        self.people = people
        self.teams = teams
        self.facts: list[Fact] = []
        self.answers: list[Answer] = []
        self.said: str | None = None

    def keep(self, outcome: rules.Outcome) -> None:
        self.ticket, facts = outcome
        self.facts += facts

    def about(self, step: Step) -> dict[str, Any]:
        return {"ticket_id": self.ticket.id, "at": step.at, "by": self.by(step)}

    def by(self, step: Step) -> str:
        """The colleague, where the file's word for them is known here."""
        known = self.people.get(step.actor) if step.actor is not None else None
        return f"person:{known}" if known is not None else BY


def retell(
    case: Case,
    *,
    ticket_id: int,
    message_ids: list[int],
    number: str,
    customer_id: int,
    source: str,
    people: dict[str, int],
    teams: dict[str, int],
    now: datetime,
) -> Story:
    """The ticket as the case leaves it, and every fact on the way. `message_ids` gives the ids of its messages: the
    customer's first, then one for each answer.
    """
    first = case.steps[0]
    ticket = _opening(case, first, ticket_id, number, customer_id, now)
    teller = Teller(ticket, case, people=people, teams=teams)
    teller.facts += talk.opened(ticket, by=f"customer:{customer_id}")
    heard = _message(ticket, message_ids[0], Author.CUSTOMER, customer_id, case.opened_at, case.body)
    teller.keep(talk.hear(ticket, heard, by=f"customer:{customer_id}", opened=True))
    teller.ticket = replace(teller.ticket, waiting_since=case.opened_at)
    answers = iter(message_ids[1:])
    for step in case.steps:
        _tell(teller, step, answers)
    _end(teller)
    story = replace(teller.ticket, imported=True, outcome=case.outcome, filed_at=now)
    teller.facts.append(TicketImported(ticket_id=ticket_id, at=now, by=BY, source=source, source_id=case.source_id))
    return Story(ticket=story, message_id=message_ids[0], facts=teller.facts, answers=teller.answers)


def _opening(case: Case, first: Step, ticket_id: int, number: str, customer_id: int, now: datetime) -> Ticket:
    return Ticket(
        id=ticket_id,
        number=number,
        subject=case.subject,
        channel=case.channel,
        type=first.type,
        level=Level(first.level or Level.NORMAL),
        tier=case.tier,
        customer_id=customer_id,
        tags=case.tags,
        fields=first.fields,
        language=case.language,
        created_at=case.opened_at,
        filed_at=now,
        updated_at=case.opened_at,
        imported=True,
    )


def _tell(teller: Teller, step: Step, answers: Any) -> None:
    _classify(teller, step)
    if teller.ticket.state in ENDED and step.state is not None and step.state not in ENDED:
        teller.keep(rules.reopen(teller.ticket, by=teller.by(step), at=step.at))
    if teller.ticket.state is not State.CLOSED:
        _hand_over(teller, step)
    if step.answer is not None:
        _answer(teller, step, next(answers))
    if step.state is not None:
        _move(teller, step, step.state)
    if step.said is not None and step.said != teller.said:
        teller.facts.append(SourceStateChanged(**teller.about(step), state=step.said, was=teller.said))
        teller.said = step.said


def _classify(teller: Teller, step: Step) -> None:
    ticket = teller.ticket
    if step.level is not None and step.level != ticket.level:
        teller.facts.append(LevelChanged(**teller.about(step), level=step.level, was=ticket.level))
        ticket = replace(ticket, level=Level(step.level))
    if step.type is not None and step.type != ticket.type:
        teller.facts.append(TypeChanged(**teller.about(step), type=step.type, was=ticket.type))
        ticket = replace(ticket, type=step.type)
    if step.fields != ticket.fields and step is not teller.case.steps[0]:
        names = step.fields.keys() | ticket.fields.keys()
        changed = {n: step.fields.get(n) for n in sorted(names) if step.fields.get(n) != ticket.fields.get(n)}
        teller.facts.append(FieldsChanged(**teller.about(step), fields=changed))
        ticket = replace(ticket, fields=step.fields)
    teller.ticket = ticket


def _hand_over(teller: Teller, step: Step) -> None:
    """Owner and team as the row has them. A row without a team leaves it: a ticket does not fall out of a queue."""
    ticket, by = teller.ticket, teller.by(step)
    owner = teller.people[step.owner] if step.owner is not None else None
    team = teller.teams[step.team] if step.team is not None else ticket.team_id
    if (owner, team) == (ticket.owner_id, ticket.team_id):
        return
    if owner is not None:
        teller.keep(rules.assign(ticket, owner, team_id=team, by=by, at=step.at))
        return
    if team is not None and team != ticket.team_id:
        teller.keep(rules.move(ticket, team, by=by, at=step.at))
    elif ticket.owner_id is not None:
        teller.keep(rules.give_back(ticket, by=by, at=step.at))


def _answer(teller: Teller, step: Step, message_id: int) -> None:
    person = teller.people.get(step.answered_by) if step.answered_by is not None else None
    message = _message(teller.ticket, message_id, Author.AGENT, person, step.at, step.answer or "")
    teller.keep(talk.answer(teller.ticket, message, by=f"person:{person}" if person is not None else BY))
    answer = Answer(message_id=message_id, at=step.at, person_id=person, by=step.answered_by, body=step.answer or "")
    teller.answers.append(answer)


def _move(teller: Teller, step: Step, to: State) -> None:
    """To the state of the row, by as many of the desk's own moves as that takes."""
    ticket, by, at = teller.ticket, teller.by(step), step.at
    if to in WORKING and ticket.state in rules.WAITING:
        teller.keep(rules.resume(ticket, by=by, at=at))
    elif to is State.PENDING and ticket.state is not to:
        teller.keep(rules.pend(ticket, until=None, reason=step.said, by=by, at=at))
    elif to is State.ON_HOLD and ticket.state is not to:
        teller.keep(rules.hold(ticket, until=None, reason=step.said, by=by, at=at))
    elif to in ENDED:
        _finish(teller, step, to)


def _finish(teller: Teller, step: Step, to: State) -> None:
    by = teller.by(step)
    if teller.ticket.state not in ENDED:
        solved_by = teller.people.get(teller.case.solved_by) if teller.case.solved_by is not None else None
        person = solved_by if solved_by is not None else teller.ticket.owner_id
        # Some desks close without solving first. Then the case's own word on when it was solved counts, if it fits.
        at = step.at
        if to is State.CLOSED and teller.case.solved_at is not None:
            at = max(teller.ticket.updated_at, min(teller.case.solved_at, step.at))
        teller.keep(rules.solve(teller.ticket, outcome=None, by=by, person_id=person, at=at))
    if to is State.CLOSED and teller.ticket.state is State.SOLVED:
        teller.keep(rules.close(teller.ticket, by=by, at=step.at, why="asked"))


def _end(teller: Teller) -> None:
    """What the case says of its end belongs to its last solution."""
    case, ticket = teller.case, teller.ticket
    last = next((n for n in range(len(teller.facts) - 1, -1, -1) if isinstance(teller.facts[n], TicketSolved)), None)
    if last is not None and case.outcome is not None and ticket.state in ENDED:
        solved = teller.facts[last]
        assert isinstance(solved, TicketSolved)
        teller.facts[last] = replace(solved, outcome=case.outcome)
    if case.score is None and case.satisfied is None and case.comment is None:
        return
    satisfied = case.satisfied if case.satisfied is not None else case.score is None or case.score >= 3
    said = TicketConfirmed(
        ticket_id=ticket.id,
        at=ticket.updated_at,
        by=f"customer:{ticket.customer_id}",
        satisfied=satisfied,
        score=case.score,
        comment=case.comment,
    )
    teller.facts.append(said)
    teller.ticket = replace(ticket, satisfied=satisfied, score=case.score, comment=case.comment)


def _message(ticket: Ticket, message_id: int, kind: Author, author: int | None, at: datetime, body: str) -> Message:
    return Message(
        id=message_id,
        ticket_id=ticket.id,
        author_kind=kind,
        author_id=author,
        author_name="",
        public=True,
        channel=ticket.channel,
        body=body,
        received_at=at,
        filed_at=at,
    )
