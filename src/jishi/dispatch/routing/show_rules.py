"""Routing rules as people look at them: who saved them, what is wrong with them."""

from collections.abc import Mapping, Sequence
from typing import Any

from jishi.dispatch.routing import store
from jishi.dispatch.routing.errors import NoSuchRoutingRule
from jishi.dispatch.routing.find_problems import find_problems
from jishi.dispatch.routing.model import Flaw
from jishi.dispatch.routing.rulebook import here
from jishi.dispatch.routing.shapes import RoutingRuleView, need_view, problem, shown
from jishi.identity.find import team_names
from jishi.identity.savers import savers_of
from jishi.identity.views import PersonName
from jishi.storage.transaction import Transaction


async def show_rules(tx: Transaction) -> list[RoutingRuleView]:
    """The current rules in the order in which they are tried."""
    rows = await store.rules(tx)
    around = await here(tx)
    flaws = find_problems([store.as_rule(row) for row in rows], around)
    return await _views(tx, rows, around.skills, flaws)


async def show_rule(tx: Transaction, rule_id: int) -> RoutingRuleView:
    """Raises NoSuchRoutingRule."""
    for view in await show_rules(tx):
        if view.id == rule_id:
            return view
    raise NoSuchRoutingRule


async def show_versions(tx: Transaction, rule_id: int) -> list[RoutingRuleView]:
    """What a rule was, the newest version first. Raises NoSuchRoutingRule."""
    rows = await store.versions(tx, rule_id)
    if not rows:
        raise NoSuchRoutingRule
    return await _views(tx, rows, (await here(tx)).skills, {})


async def _views(
    tx: Transaction, rows: Sequence[Any], skills: Mapping[int, str], flaws: Mapping[int, list[Flaw]]
) -> list[RoutingRuleView]:
    savers = await savers_of(tx, rows)
    teams = await team_names(tx, (team_id for row in rows if (team_id := store.as_rule(row).team_id) is not None))
    return [_view(row, savers.get(row["saved_by"]), teams, skills, flaws.get(row["id"], [])) for row in rows]


def _view(
    row: Any, saver: PersonName | None, teams: Mapping[int, str], skills: Mapping[int, str], flaws: Sequence[Flaw]
) -> RoutingRuleView:
    rule = store.as_rule(row)
    return RoutingRuleView(
        id=rule.id,
        name=rule.name,
        version=rule.version,
        position=row["position"],
        active=rule.active,
        always=rule.always,
        condition=[shown(condition) for condition in rule.when],
        team=rule.team_id,
        team_name=None if rule.team_id is None else teams.get(rule.team_id),
        needs=[need_view(need, skills.get(need.skill_id)) for need in rule.needs],
        language=rule.language.value,
        level=rule.level,
        complexity=rule.complexity,
        problems=[problem(flaw) for flaw in flaws],
        saved_at=row["saved_at"],
        saved_by=saver,
    )
