"""From what happened to a ticket to how it stood, when. Pure.

State, owner, team and queue are four histories, each in the journal's order. A fact dated before the one it follows in
its history takes effect with that one. It moves nothing in another history: a wait that ended at 14:00 ended then,
though it was noticed after a hand-over of 14:05.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from jishi.clock.account.model import Happening, Standing
from jishi.clock.instants import micros

Line = list[tuple[int, Standing]]

_HISTORY = {"state": 0, "reason": 0, "owner_id": 1, "owned_before": 1, "team_id": 2, "queued": 3}


Told = Mapping[str, Any]


def _assigned(told: Told) -> dict[str, Any]:
    given = {"state": told["state"], "owner_id": told["agent_id"], "owned_before": True, "queued": None}
    return given | _team(told)


def _team(told: Told) -> dict[str, Any]:
    return {} if told.get("team_id") is None else {"team_id": told["team_id"]}


def _working(told: Told) -> dict[str, Any]:
    return {"state": told["state"], "reason": None, "queued": None}


def _waiting(state: str) -> Callable[[Told], dict[str, Any]]:
    return lambda told: {"state": state, "reason": told.get("reason")}


def _ended(state: str) -> Callable[[Told], dict[str, Any]]:
    return lambda _: {"state": state, "reason": None, "queued": None}


# What a fact says of how the ticket stands; most kinds say nothing.
_CHANGES: dict[str, Callable[[Told], dict[str, Any]]] = {
    "TicketOpened": lambda told: {"state": "new", "team_id": told.get("team_id")},
    "TicketAssigned": _assigned,
    "TicketReturned": lambda told: {"state": told["state"], "owner_id": None, "queued": None},
    "TicketMovedToTeam": lambda told: {"team_id": told["team_id"], "queued": None},
    "TicketQueued": lambda told: {"queued": told["why"]} | _team(told),
    "TicketResumed": _working,
    "TicketReopened": _working,
    "TicketRestored": _working,
    "TicketPended": _waiting("pending"),
    "TicketHeld": _waiting("on_hold"),
    "TicketSolved": _ended("solved"),
    "TicketClosed": _ended("closed"),
    "TicketMerged": _ended("closed"),
    "TicketDiscarded": _ended("discarded"),
}


def timeline(happenings: Iterable[Happening]) -> Line:
    """How the ticket stood from each instant on, in order; before the first it was not there."""
    steps: list[tuple[int, int, dict[str, Any]]] = []
    now, last = Standing(), [0, 0, 0, 0]
    for number, it in enumerate(happenings):
        at = micros(it.at)
        told = _CHANGES[it.kind](it.data) if it.kind in _CHANGES else {}
        new = {name: value for name, value in told.items() if value != getattr(now, name) or it.kind == "TicketOpened"}
        for history in {_HISTORY[name] for name in new}:
            last[history] = max(at, last[history])
            mine = {name: value for name, value in new.items() if _HISTORY[name] == history}
            steps.append((last[history], number, mine))
        now = replace(now, **new)
    return _merged(sorted(steps, key=lambda step: step[:2]))


def _merged(steps: list[tuple[int, int, dict[str, Any]]]) -> Line:
    line: Line = []
    standing = Standing()
    for at, _, changes in steps:
        standing = replace(standing, **changes)
        if line and line[-1][0] == at:
            line.pop()
        line.append((at, standing))
    return line
