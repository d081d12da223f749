"""A routing rule as it was sent, with every wrong field found at once."""

import re
from collections.abc import Iterator, Mapping, Sequence

from jishi.dispatch.model import Need
from jishi.dispatch.routing.errors import InvalidRoutingRule
from jishi.dispatch.routing.find_problems import Here
from jishi.dispatch.routing.model import (
    COMPLEXITIES,
    HISTORY,
    HOURS,
    LEVELS,
    MOODS,
    OPENING,
    TRAITS,
    WEEKDAYS,
    LanguageNeed,
    Rule,
)
from jishi.dispatch.routing.shapes import NeedGiven, RoutingCondition, RoutingRuleGiven
from jishi.dispatch.routing.words import plain
from jishi.kernel.conditions import Condition
from jishi.tickets.model import CHANNELS

LONGEST_WISH = 7 * 86_400
FREE = ("tag", "language", "text")  # any word will do
FIXED: Mapping[str, frozenset[str]] = {
    "level": frozenset(LEVELS),
    "channel": frozenset(CHANNELS),
    "mood": frozenset(MOODS),
    "complexity": frozenset(COMPLEXITIES),
    "weekday": frozenset(WEEKDAYS),
    "hour": frozenset(HOURS),
    "hours": frozenset(OPENING),
    "history": frozenset(HISTORY),
}

_FIELD = re.compile(r"field\.\S.{0,59}")


def parse_rule(sent: RoutingRuleGiven, here: Here, *, id: int = 0, version: int = 1) -> Rule:  # noqa: A002
    """The rule that was sent, as that version of that id. Raises InvalidRoutingRule."""
    name = " ".join(sent.name.split())
    wrong = [*_flaws(sent, name), *_effect_flaws(sent, here)]
    for n, condition in enumerate(sent.condition):
        wrong.extend(condition_flaws(condition, here, f"condition.{n}"))
    if wrong:
        raise InvalidRoutingRule(errors=wrong)
    return Rule(
        id=id,
        version=version,
        name=name,
        active=sent.active,
        always=sent.always,
        when=tuple(
            Condition(trait=each.trait, among=tuple(dict.fromkeys(each.among)), unless=each.unless)
            for each in sent.condition
        ),
        team_id=sent.team,
        needs=tuple(_need(need) for need in sent.needs),
        language=LanguageNeed(sent.language),
        level=sent.level,
        complexity=sent.complexity,
    )


def _flaws(sent: RoutingRuleGiven, name: str) -> Iterator[tuple[str, str]]:
    if not name:
        yield "name", "A routing rule needs a name."
    if not sent.always and not sent.condition:
        yield "condition", "Say which tickets this is for, or that it is for every ticket."
    if sent.always and sent.condition:
        yield "condition", "A routing rule for every ticket has no conditions."


def condition_flaws(sent: RoutingCondition, here: Here, path: str) -> Iterator[tuple[str, str]]:
    """What is wrong with a condition, by the path of the field."""
    if sent.trait not in TRAITS and not _FIELD.fullmatch(sent.trait):
        yield f"{path}.trait", "A condition cannot ask about this."
        return
    if not sent.among:
        yield f"{path}.among", "Name at least one value."
    free = sent.trait in FREE or sent.trait.startswith("field.")
    values = FIXED.get(sent.trait) or here.values.get(sent.trait, frozenset())
    for n, value in enumerate(sent.among):
        if not (plain(value) if sent.trait == "text" else value.strip()):
            yield f"{path}.among.{n}", "A value cannot be blank."
        elif not free and value not in values:
            yield f"{path}.among.{n}", "There is no such value here."


def _effect_flaws(sent: RoutingRuleGiven, here: Here) -> Iterator[tuple[str, str]]:
    if sent.team is not None and sent.team not in here.teams:
        yield "team", "There is no such team here."
    if sent.language not in set(LanguageNeed):
        yield "language", "Say required, wished or ignored."
    if sent.level is not None and sent.level not in LEVELS:
        yield "level", "There is no such value here."
    if sent.complexity is not None and sent.complexity not in COMPLEXITIES:
        yield "complexity", "There is no such value here."
    yield from _need_flaws(sent.needs, here)


def _need_flaws(sent: Sequence[NeedGiven], here: Here) -> Iterator[tuple[str, str]]:
    seen: set[int] = set()
    for n, need in enumerate(sent):
        if need.skill not in here.skills:
            yield f"needs.{n}.skill", "There is no such skill here."
        elif need.skill in seen:
            yield f"needs.{n}.skill", "This skill is asked for already."
        seen.add(need.skill)
        if not 1 <= need.grade <= 5:
            yield f"needs.{n}.grade", "A grade is between 1 and 5."
        if need.required and need.drop_after is not None:
            yield f"needs.{n}.drop_after", "What is required is never let go."
        elif need.drop_after is not None and not 0 <= need.drop_after <= LONGEST_WISH:
            yield f"needs.{n}.drop_after", "Between 0 seconds and seven days."


def _need(sent: NeedGiven) -> Need:
    return Need(skill_id=sent.skill, grade=sent.grade, required=sent.required, drop_after=sent.drop_after)
