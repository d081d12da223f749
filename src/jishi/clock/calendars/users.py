"""Who counts on a calendar."""

from dataclasses import dataclass, field

from jishi.clock import store as clock_store
from jishi.clock.calendars import store
from jishi.identity.find import customer_names, team_names
from jishi.storage.transaction import Transaction

Names = dict[int, str]
"""Ids and names, in the order of the names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Users:
    """The policies that name it, and the teams and customers that were given it."""

    policies: Names = field(default_factory=dict)
    teams: Names = field(default_factory=dict)
    customers: Names = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        return [*self.policies.values(), *self.teams.values(), *self.customers.values()]


async def users_of(tx: Transaction, calendar_id: int) -> Users:
    """A policy that is switched off promises nothing, and a dissolved team does nothing: they count on no calendar."""
    ids: dict[str, list[int]] = {"team": [], "customer": []}
    for row in await store.users(tx, calendar_id):
        ids[row["subject"]].append(row["subject_id"])
    return Users(
        policies=await _policies(tx, calendar_id),
        teams=await team_names(tx, ids["team"]),
        customers=await customer_names(tx, ids["customer"]),
    )


async def _policies(tx: Transaction, calendar_id: int) -> Names:
    policies = [clock_store.as_policy(row) for row in await clock_store.policies(tx)]
    return {
        policy.id: policy.name
        for policy in policies
        if policy.active and calendar_id in {policy.calendar_id, *(target.calendar_id for target in policy.targets)}
    }
