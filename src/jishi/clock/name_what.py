"""What a policy can name here: values of traits, calendars, colleagues."""

from collections.abc import Iterable

from jishi.clock import store
from jishi.clock.model import Rung
from jishi.clock.parse_policy import COMPLEXITIES, Known, named_people
from jishi.clock.policy_shapes import ConditionGiven, PolicyGiven, RungGiven
from jishi.identity import settings
from jishi.identity.errors import NoSuchPerson, NoSuchTeam
from jishi.identity.find import find_person, find_team
from jishi.identity.model import Role
from jishi.kernel.conditions import Condition
from jishi.storage.transaction import Transaction
from jishi.tickets.model import CHANNELS, Level


async def known_for(tx: Transaction, sent: PolicyGiven) -> Known:
    """What exists of all that the policy names."""
    conditions = [*sent.condition, *(condition for target in sent.targets for condition in target.when)]
    return await known(tx, conditions, sent.ladder)


async def known(
    tx: Transaction, conditions: Iterable[ConditionGiven | Condition], ladder: Iterable[RungGiven | Rung]
) -> Known:
    chosen = await settings.load(tx)
    teams = {value for condition in conditions if condition.trait == "team" for value in condition.among}
    return Known(
        values={
            "level": frozenset(Level),
            "type": frozenset(choice.key for choice in chosen.types),
            "tier": frozenset(choice.key for choice in chosen.tiers),
            "channel": frozenset(CHANNELS),
            "complexity": COMPLEXITIES,
            "team": frozenset([value for value in teams if await _is_team(tx, value)]),
        },
        calendars=frozenset(row["id"] for row in await store.calendars(tx)),
        people=frozenset([key for key in named_people(ladder) if await _is_here(tx, key)]),
        roles=frozenset(Role),
    )


async def _is_team(tx: Transaction, value: str) -> bool:
    """Whether it is the id of a team, in digits, as conditions have it."""
    try:
        return str((await find_team(tx, value)).id) == value
    except NoSuchTeam:
        return False


async def _is_here(tx: Transaction, person_id: int) -> bool:
    try:
        await find_person(tx, person_id)
    except NoSuchPerson:
        return False
    return True
