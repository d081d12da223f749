"""Accounts, measures and explanations as the API shows them. All amounts are seconds."""

from datetime import datetime
from typing import Any

import msgspec


class Party(msgspec.Struct, kw_only=True):
    id: int
    name: str | None


class PartView(msgspec.Struct, kw_only=True):
    """What a share of the time was spent on: channel, dispatch, queue, off_shift, owner, hand_over, customer,
    collaboration, solved, other. `team` is where the ticket stood; `paused` time did not count; `reasons` are those of
    the waits."""

    part: str
    owner: Party | None = None
    team: Party | None = None
    seconds: float
    paused: bool = False
    reasons: list[str] = []


class AccountView(msgspec.Struct, kw_only=True):
    """The parts sum to `whole_seconds`; of that, what was not paused is `used_seconds`. `closed_seconds` lie beside:
    nobody worked then."""

    whole_seconds: float
    used_seconds: float
    closed_seconds: float
    parts: list[PartView]


class BreachView(AccountView, kw_only=True):
    """A broken promise and where its time went until it broke; `late`, where the rest went until it was kept."""

    timer_id: int
    kind: str
    due_at: datetime | None
    broken_at: datetime
    met_at: datetime | None = None
    cause: str = ""
    late: AccountView | None = None


class Breaches(msgspec.Struct, kw_only=True):
    items: list[BreachView]
    next: str | None = None


class AmountView(msgspec.Struct, kw_only=True):
    """On the wall, and of working time."""

    seconds: float
    business_seconds: float


class StateTime(AmountView, kw_only=True):
    state: str


class OwnerTime(AmountView, kw_only=True):
    owner: Party


class TeamTime(AmountView, kw_only=True):
    team: Party


class WaitView(AmountView, kw_only=True):
    """The customer waited `since` then. Without an answer it ended because the ticket was solved, or not yet; answered
    by nobody, it was the bot."""

    since: datetime
    until: datetime | None
    answered: bool
    by: Party | None = None


class Waits(msgspec.Struct, kw_only=True):
    """For what the ticket waited, in all."""

    channel: AmountView
    dispatch: AmountView
    queue: AmountView
    shift: AmountView
    hand_over: AmountView
    customer: AmountView
    collaborator: AmountView


class MeasuresView(msgspec.Struct, kw_only=True):
    """`first_resolution_time` lasts until the first solution; `total_resolution_time` is all the time in which the
    ticket was not solved, and is told once it is. `updates` are the gaps between answers, `updates_unpaused` the same
    without the waits for the customer. `business_seconds` count on `calendar`."""

    calendar: str | None
    until: datetime
    states: list[StateTime]
    owners: list[OwnerTime]
    teams: list[TeamTime]
    waited_for: Waits
    dispatch: AmountView | None
    first_response: WaitView | None
    responses: list[WaitView]
    updates: list[AmountView]
    updates_unpaused: list[AmountView]
    first_resolution_time: AmountView | None
    total_resolution_time: AmountView | None
    reopen_count: int


class StepView(msgspec.Struct, kw_only=True):
    """One thing that made it so: `step` names it, `params` say what belongs into the sentence."""

    step: str
    at: datetime
    params: dict[str, Any]


class Explanation(msgspec.Struct, kw_only=True):
    """Why a promise is due when it is. `zone` is that of the calendar whose days are told."""

    timer_id: int
    ticket_id: int
    kind: str
    state: str
    due_at: datetime | None
    zone: str | None
    steps: list[StepView]
