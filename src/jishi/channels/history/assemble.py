"""All rows of one ticket become one case."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from jishi.channels.history.model import Case, Columns, Flaw, Step
from jishi.tickets.model import State

LONGEST_SUBJECT = 500
LATER = ("outcome", "score", "comment", "satisfied", "solved_by", "solved_at")  # the last row knows best
BEFORE_OPENING = "this is before the ticket was opened; taken as its state when it was"
TWICE = "the ticket has a row already; only the first is taken"
NO_END = "the ticket is said to be over, but not since when"


def assemble(mapping: Columns, source_id: str, opened_at: datetime, steps: Sequence[Step]) -> tuple[Case, list[Flaw]]:
    """The case of these rows, in the order in which they became true, and what was odd about them."""
    flaws: list[Flaw] = []
    if mapping.shape == "tickets":
        flaws += [Flaw(step.row, source_id, mapping.columns["source_id"], source_id, TWICE) for step in steps[1:]]
        told = _unfolded(steps[0])
    else:
        told = list(steps)
    about: dict[str, Any] = {}
    for step in steps[:1] if mapping.shape == "tickets" else steps:
        about = {**step.about, **about, **{name: step.about[name] for name in LATER if name in step.about}}
    column = mapping.columns.get("at", mapping.columns["opened_at"])
    flaws += [
        Flaw(step.row, source_id, column, _shown(step.at), BEFORE_OPENING) for step in told if step.at < opened_at
    ]
    told = sorted(
        (step if step.at >= opened_at else replace(step, at=opened_at) for step in told), key=lambda step: step.at
    )
    return _case(source_id, opened_at, told, about), flaws


def end_is_missing(mapping: Columns, source_id: str, step: Step) -> Flaw | None:
    """A row of a whole ticket that claims an end it gives no instant for."""
    over = step.state in {State.SOLVED, State.CLOSED}
    if mapping.shape == "events" or not over or step.about.keys() & {"solved_at", "closed_at"}:
        return None
    return Flaw(step.row, source_id, mapping.columns["state"], step.said or "", NO_END)


def _case(source_id: str, opened_at: datetime, told: list[Step], about: dict[str, Any]) -> Case:
    contact = tuple(about.get(f"requester_{name}") for name in ("name", "email", "phone", "external_id"))
    body = about.get("body") or about.get("subject") or source_id
    subject = " ".join((about.get("subject") or body.strip().splitlines()[0]).split())
    return Case(
        source_id=source_id,
        row=told[0].row,
        opened_at=opened_at,
        subject=subject if len(subject) <= LONGEST_SUBJECT else subject[: LONGEST_SUBJECT - 1] + "…",
        body=body,
        channel=about.get("channel", "api"),
        language=about.get("language"),
        tier=about.get("tier", "regular"),
        tags=tuple(dict.fromkeys(about.get("tags", ()))),
        customer=(contact[0], contact[1], contact[2], contact[3]),
        solved_at=about.get("solved_at"),
        solved_by=about.get("solved_by"),
        outcome=about.get("outcome"),
        satisfied=about.get("satisfied"),
        score=about.get("score"),
        comment=about.get("comment"),
        steps=told,
    )


def _unfolded(row: Step) -> list[Step]:
    """The instants in one row, told as steps. Without a column for the state, solved means done: nothing followed."""
    about = row.about
    had: dict[str, Any] = {"level": row.level, "type": row.type, "fields": row.fields, "row": row.row, "team": row.team}
    told = [Step(at=row.at, state=State.NEW, **had)]
    assigned_at = about.get("assigned_at") or row.at
    if row.owner is not None:
        told.append(Step(at=assigned_at, state=State.OPEN, owner=row.owner, **had))
    if (answered_at := about.get("answered_at")) is not None:
        by, answer = about.get("answered_by") or row.owner, about.get("answer", "")
        told.append(Step(at=answered_at, owner=row.owner, answered_by=by, answer=answer, **had))
    solved_at, closed_at = about.get("solved_at"), about.get("closed_at")
    open_still = row.state is not None and row.state not in {State.SOLVED, State.CLOSED}
    if open_still:
        last = max(step.at for step in told)
        return [*told, Step(at=last, state=row.state, said=row.said, owner=row.owner, **had)]
    if (end := solved_at or closed_at) is not None:
        closes = closed_at is not None or row.state is not State.SOLVED
        said = None if closes else row.said
        told.append(Step(at=end, state=State.SOLVED, said=said, owner=row.owner, **had))
        if closes:
            told.append(Step(at=max(closed_at or end, end), state=State.CLOSED, said=row.said, owner=row.owner, **had))
    return told


def _shown(at: datetime) -> str:
    return (at - timedelta(microseconds=at.microsecond)).isoformat()
