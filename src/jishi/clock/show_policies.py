"""Policies as people look at them: what they come to, who saved them, what is wrong with them."""

from collections.abc import Mapping, Sequence
from typing import Any

from jishi.clock import store
from jishi.clock.errors import NoSuchPolicy
from jishi.clock.find_problems import find_problems
from jishi.clock.model import Policy, Target
from jishi.clock.name_what import known
from jishi.clock.policy_shapes import CalendarName, PolicyView, Problem, condition_view, rung_view, target_view
from jishi.clock.summary import summarise
from jishi.identity.savers import savers_of
from jishi.identity.views import PersonName
from jishi.storage.transaction import Transaction


class Calendars:
    """Which calendar a target comes to, and what it is called."""

    def __init__(self, rows: Sequence[Mapping[str, Any]]) -> None:
        self.names: dict[int, str] = {row["id"]: row["name"] for row in rows}
        self.default: int | None = next((row["id"] for row in rows if row["is_default"]), None)

    def of(self, policy: Policy, target: Target) -> CalendarName | None:
        if not target.business:
            return None
        wanted = (target.calendar_id, policy.calendar_id, self.default)
        return next((CalendarName(id=key, name=self.names[key]) for key in wanted if key in self.names), None)


async def show_policies(tx: Transaction) -> list[PolicyView]:
    """The current policies in the order in which they are tried."""
    rows = await store.policies(tx)
    policies = [store.as_policy(row) for row in rows]
    problems = find_problems(policies, await known(
        tx,
        [c for p in policies for c in (*p.when, *(w for t in p.targets for w in t.when))],
        [rung for policy in policies for rung in policy.ladder],
    ))  # fmt: skip
    return await _views(tx, rows, problems)


async def show_policy(tx: Transaction, policy_id: int) -> PolicyView:
    """Raises NoSuchPolicy."""
    for view in await show_policies(tx):
        if view.id == policy_id:
            return view
    raise NoSuchPolicy


async def show_versions(tx: Transaction, policy_id: int) -> list[PolicyView]:
    """What a policy was, the newest version first. Raises NoSuchPolicy."""
    rows = await store.policy_versions(tx, policy_id)
    if not rows:
        raise NoSuchPolicy
    return await _views(tx, rows, {})


async def _views(tx: Transaction, rows: Sequence[Any], problems: Mapping[int, list[Problem]]) -> list[PolicyView]:
    calendars = Calendars(await store.calendars(tx))
    savers = await savers_of(tx, rows)
    return [_view(row, calendars, savers.get(row["saved_by"]), problems.get(row["id"], [])) for row in rows]


def _view(row: Any, calendars: Calendars, saver: PersonName | None, problems: list[Problem]) -> PolicyView:
    policy = store.as_policy(row)
    return PolicyView(
        id=policy.id,
        name=policy.name,
        version=policy.version,
        position=row["position"],
        active=policy.active,
        always=policy.always,
        condition=[condition_view(condition) for condition in policy.when],
        calendar=policy.calendar_id,
        note_answers=policy.note_answers,
        targets=[target_view(target, calendars.of(policy, target)) for target in policy.targets],
        ladder=[rung_view(rung) for rung in policy.ladder],
        summary_zh=summarise(policy, "zh-CN"),
        summary_en=summarise(policy, "en"),
        problems=problems,
        saved_at=row["saved_at"],
        saved_by=saver,
    )
