"""What is not wrong with a policy by itself, yet keeps it from doing what it says."""

from collections.abc import Iterator, Sequence

from jishi.clock.model import Policy
from jishi.clock.parse_policy import Known, named_people
from jishi.clock.policy_shapes import Problem, ref

LISTED = ("type", "tier", "team")  # what a workspace can do away with while a policy still names it


def find_problems(policies: Sequence[Policy], known: Known) -> dict[int, list[Problem]]:
    """By the id of the policy. Those that are switched off have none, and are in nobody's way."""
    active = [policy for policy in policies if policy.active]
    return {policy.id: [*_before(policy, active[:n]), *_gone(policy, known)] for n, policy in enumerate(active)}


def _before(policy: Policy, earlier: Sequence[Policy]) -> Iterator[Problem]:
    """At most one: the first that stands in the way."""
    for other in earlier:
        if other.always:
            yield Problem(why="hidden", policy=ref(other))
            return
        if _asked(other) and _asked(other) <= _asked(policy):
            yield Problem(why="repeats", policy=ref(other))
            return


def _asked(policy: Policy) -> set[tuple[str, frozenset[str], bool]]:
    return {(each.trait, frozenset(each.among), each.unless) for each in policy.when}


def _gone(policy: Policy, known: Known) -> Iterator[Problem]:
    conditions = [*policy.when, *(condition for target in policy.targets for condition in target.when)]
    for condition in conditions:
        if condition.trait in LISTED:
            for value in condition.among:
                if value not in known.values[condition.trait]:
                    yield Problem(why="gone", trait=condition.trait, value=value)
    for rung in policy.ladder:
        for person_id in sorted(named_people([rung]) - known.people):
            yield Problem(why="nobody", value=str(person_id))
