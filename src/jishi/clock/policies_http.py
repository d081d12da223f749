"""Policies over HTTP."""

import msgspec
from litestar import get

from jishi.clock import store
from jishi.clock.model import Policy, Target
from jishi.clock.standards import standards
from jishi.clock.summary import summarise
from jishi.identity.guards import requires
from jishi.identity.model import Permission
from jishi.storage.transaction import Transaction

READ = [requires(Permission.SETTINGS_READ)]


class CalendarRef(msgspec.Struct, kw_only=True):
    id: int
    name: str


class ConditionView(msgspec.Struct, kw_only=True):
    trait: str
    among: list[str]


class TargetView(msgspec.Struct, kw_only=True):
    """`hours` is `business` (on `calendar`) or `calendar` (around the clock)."""

    kind: str
    seconds: int
    hours: str
    calendar: CalendarRef | None
    when: list[ConditionView]
    warn: list[float]
    paused_in: list[str]


class PolicyView(msgspec.Struct, kw_only=True):
    id: int
    name: str
    version: int
    position: int
    active: bool
    always: bool
    condition: list[ConditionView]
    targets: list[TargetView]
    summary_zh: list[str]
    summary_en: list[str]


class PolicyPage(msgspec.Struct, kw_only=True):
    items: list[PolicyView]
    next: str | None = None


@get("/policies", guards=READ)
async def list_policies(tx: Transaction) -> PolicyPage:
    """What is promised to whom, in the order in which policies are tried."""
    names = {row["id"]: row["name"] for row in await store.calendars(tx)}
    rows = await store.policies(tx)
    default = (await standards(tx)).default_calendar
    views = [_policy(store.as_policy(row), row["position"], names, default) for row in rows]
    return PolicyPage(items=views)


def _policy(policy: Policy, position: int, names: dict[int, str], default: int | None) -> PolicyView:
    return PolicyView(
        id=policy.id,
        name=policy.name,
        version=policy.version,
        position=position,
        active=policy.active,
        always=policy.always,
        condition=[ConditionView(trait=c.trait, among=list(c.among)) for c in policy.when],
        targets=[_target(policy, target, names, default) for target in policy.targets],
        summary_zh=summarise(policy, "zh-CN"),
        summary_en=summarise(policy, "en"),
    )


def _target(policy: Policy, target: Target, names: dict[int, str], default: int | None) -> TargetView:
    on = next((c for c in (target.calendar_id, policy.calendar_id, default) if c in names), None)
    return TargetView(
        kind=target.kind,
        seconds=target.seconds,
        hours="business" if target.business else "calendar",
        calendar=CalendarRef(id=on, name=names[on]) if target.business and on is not None else None,
        when=[ConditionView(trait=c.trait, among=list(c.among)) for c in target.when],
        warn=list(target.warn_shares),
        paused_in=list(target.paused_in),
    )


routes = [list_policies]
