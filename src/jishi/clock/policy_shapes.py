"""Policies as the API takes and gives them."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from jishi.clock.model import Policy, Rung, Target
from jishi.identity.views import Key, PersonName
from jishi.kernel.conditions import Condition

Word = Annotated[str, Meta(max_length=120)]
Words = Annotated[list[Word], Meta(max_length=100)]
Seconds = Annotated[int, Meta(ge=-(2**53), le=2**53)]  # what JavaScript can say; what makes sense is said below


class CalendarName(msgspec.Struct, kw_only=True):
    id: int
    name: str


class PolicyRef(msgspec.Struct, kw_only=True):
    id: int
    name: str
    version: int


class ConditionGiven(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """The trait is one of `among`, or with `unless` none of them. Traits: level, type, tier, channel, team (its id in
    digits), tag, complexity (simple or complex), language, and `field.NAME` for a field of the ticket."""

    trait: Word
    among: Words
    unless: bool = False


class TargetGiven(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """`hours`: `business`, on `calendar` (null: the policy's), or `calendar`, around the clock. `warn` are shares of
    the time, `warn_before` seconds before its end. `paused_in` are the ticket's states that stop the clock."""

    kind: Word
    seconds: Seconds
    hours: Word = "business"
    calendar: Key | None = None
    when: Annotated[list[ConditionGiven], Meta(max_length=20)] = []
    warn: Annotated[list[float], Meta(max_length=10)] = msgspec.field(default_factory=lambda: [0.8])
    warn_before: Annotated[list[Seconds], Meta(max_length=10)] = []
    paused_in: Words = []


class RungGiven(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """`moment`: before (when `share` of the time is used, or `seconds` before the end), at, after (`seconds` later),
    unopened (`seconds` after it was given to somebody). `kinds`: of which promises, all when empty. `to`: owner, team,
    lead, supervisors, managers, administrators, followers, `person:12`, `on_shift:supervisor`. `by`: screen, push,
    email. `every` so many seconds it is said again, `times` in all."""

    moment: Word
    share: float | None = None
    seconds: Seconds = 0
    kinds: Words = []
    to: Words
    by: Words = msgspec.field(default_factory=lambda: ["screen"])
    every: Seconds | None = None
    times: Seconds = 1


class PolicyGiven(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A policy without conditions needs `always`. With `version`, saved only if nobody changed it since that one."""

    name: Word
    targets: Annotated[list[TargetGiven], Meta(max_length=50)]
    always: bool = False
    active: bool = True
    condition: Annotated[list[ConditionGiven], Meta(max_length=20)] = []
    calendar: Key | None = None
    note_answers: bool = False
    ladder: Annotated[list[RungGiven], Meta(max_length=50)] = []
    version: int | None = None


class ConditionView(ConditionGiven, kw_only=True):
    """A condition, as it is given."""


class TargetView(TargetGiven, kw_only=True):
    """A target as it is given; `runs_on` is the calendar that this comes to today, if any."""

    runs_on: CalendarName | None = None


class RungView(RungGiven, kw_only=True):
    """A step of a ladder, as it is given."""


class Problem(msgspec.Struct, kw_only=True):
    """Why a policy will not do what it says. `why`: `hidden` (the earlier `policy` is for every ticket), `repeats` (it
    asks all that the earlier `policy` asks, so that one counts), `gone` (`value` of `trait`, a type, a tier or a team,
    exists no more), `nobody` (a step of the ladder tells the colleague `value`, who has left)."""

    why: str
    policy: PolicyRef | None = None
    trait: str | None = None
    value: str | None = None


class PolicyView(msgspec.Struct, kw_only=True):
    """A policy as it stands, with all that `PUT` takes. `position` is its place in the order, from 0."""

    id: int
    name: str
    version: int
    position: int
    active: bool
    always: bool
    condition: list[ConditionView]
    calendar: int | None
    note_answers: bool
    targets: list[TargetView]
    ladder: list[RungView]
    summary_zh: list[str]
    summary_en: list[str]
    problems: list[Problem] = []
    saved_at: datetime
    saved_by: PersonName | None = None


class PolicyPage(msgspec.Struct, kw_only=True):
    items: list[PolicyView]
    next: str | None = None


def condition_view(condition: Condition) -> ConditionView:
    return ConditionView(trait=condition.trait, among=list(condition.among), unless=condition.unless)


def target_view(target: Target, runs_on: CalendarName | None) -> TargetView:
    return TargetView(
        kind=target.kind.value,
        seconds=target.seconds,
        hours="business" if target.business else "calendar",
        calendar=target.calendar_id,
        when=[condition_view(condition) for condition in target.when],
        warn=list(target.warn_shares),
        warn_before=list(target.warn_before),
        paused_in=list(target.paused_in),
        runs_on=runs_on,
    )


def rung_view(rung: Rung) -> RungView:
    return RungView(
        moment=rung.moment.value,
        share=rung.share,
        seconds=rung.seconds,
        kinds=[kind.value for kind in rung.kinds],
        to=list(rung.to),
        by=list(rung.by),
        every=rung.every,
        times=rung.times,
    )


def ref(policy: Policy) -> PolicyRef:
    return PolicyRef(id=policy.id, name=policy.name, version=policy.version)
