"""What is not wrong with a rule by itself, yet keeps it from doing what it says."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from jishi.dispatch.model import Need
from jishi.dispatch.routing.cover import covering
from jishi.dispatch.routing.implies import contradiction, implies
from jishi.dispatch.routing.model import Flaw, Rule

LISTED = ("type", "tier")  # what a workspace can do away with while a rule still names it


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """What exists: values of traits; teams with the members who take tickets; skills with who has which grade."""

    values: Mapping[str, frozenset[str]] = field(default_factory=dict)
    teams: Mapping[int, frozenset[int]] = field(default_factory=dict)
    skills: Mapping[int, str] = field(default_factory=dict)
    grades: Mapping[int, Mapping[int, int]] = field(default_factory=dict)  # by skill: grade by person


def find_problems(rules: Sequence[Rule], here: Here) -> dict[int, list[Flaw]]:
    """By the id of the rule. Those that are switched off have none, and are in nobody's way."""
    active = [rule for rule in rules if rule.active]
    return {
        rule.id: [*_in_vain(rule, active[:n]), *_gone(rule, here), *_nobody(rule, here)]
        for n, rule in enumerate(active)
    }


def _in_vain(rule: Rule, earlier: Sequence[Rule]) -> Iterator[Flaw]:
    """At most one: the first that keeps it from ever being chosen."""
    trait = None if rule.always else contradiction(rule.when)
    if trait is not None:
        yield Flaw(why="never", trait=trait)
    elif other := next((other for other in earlier if hides(other, rule)), None):
        yield Flaw(why="hidden", rule=other)
    elif others := covering(earlier, rule):
        yield Flaw(why="covered", value=" / ".join(other.name for other in others))


def hides(earlier: Rule, later: Rule) -> bool:
    """Whether the earlier rule takes every ticket that the later one is for."""
    if earlier.always:
        return True
    return bool(earlier.when) and not later.always and implies(later.when, earlier.when)


def _gone(rule: Rule, here: Here) -> Iterator[Flaw]:
    for condition in rule.when:
        if condition.trait in LISTED:
            for value in condition.among:
                if value not in here.values[condition.trait]:
                    yield Flaw(why="gone", trait=condition.trait, value=value)
    if rule.team_id is not None and rule.team_id not in here.teams:
        yield Flaw(why="gone", trait="team", value=str(rule.team_id))
    for need in rule.needs:
        if need.skill_id not in here.skills:
            yield Flaw(why="gone", trait="skill", value=need.name or str(need.skill_id))


def _nobody(rule: Rule, here: Here) -> Iterator[Flaw]:
    team = None if rule.team_id is None else here.teams.get(rule.team_id)
    if team is not None and not team:
        yield Flaw(why="empty", trait="team", value=str(rule.team_id))
        return
    for need in rule.needs:
        if need.skill_id in here.skills and not _has_somebody(need, team, here):
            yield Flaw(why="nobody", trait="skill", value=here.skills[need.skill_id], grade=need.grade)


def _has_somebody(need: Need, team: frozenset[int] | None, here: Here) -> bool:
    graded = here.grades.get(need.skill_id, {})
    return any(grade >= need.grade and (team is None or person in team) for person, grade in graded.items())
