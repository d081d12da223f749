"""A workspace's policies and calendars, ready to be asked, kept in memory until somebody changes them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from jishi.clock import store
from jishi.clock.match import Matcher
from jishi.clock.model import Match, Policy, Target, Traits
from jishi.clock.working_time import CompiledCalendar, around_the_clock, compile_calendar
from jishi.storage.transaction import Transaction

MOST_KINDS = 2000  # of tickets, whose policy is remembered
BACK, AHEAD = timedelta(days=400), timedelta(days=800)  # compiled at once; what lies outside is added when asked for


@dataclass(frozen=True, slots=True)
class Standards:
    """What is promised now, and on which calendars."""

    version: int
    policies: tuple[Policy, ...]
    calendars: Mapping[int, CompiledCalendar]
    default_calendar: int | None
    team_calendars: Mapping[int, int] = field(default_factory=dict)
    customer_calendars: Mapping[int, int] = field(default_factory=dict)
    asked: frozenset[str] = field(init=False)  # the traits that some active policy asks about
    matcher: Matcher = field(init=False, compare=False, repr=False)
    matched: dict[Traits, Match | None] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        # Standards with other policies, made by `replace`, then remember nothing of these.
        object.__setattr__(self, "asked", _asked(self.policies))
        object.__setattr__(self, "matcher", Matcher(self.policies))
        object.__setattr__(self, "matched", {})

    @property
    def asked_fields(self) -> frozenset[str]:
        """The fields of tickets that some policy asks about."""
        return frozenset(trait[6:] for trait in self.asked if trait.startswith("field."))

    def depends_on(self, trait: str) -> bool:
        """Whether a change of that trait can make other promises hold, or on another calendar."""
        return trait in self.asked or (trait == "team" and bool(self.team_calendars))

    def match(self, traits: Traits) -> Match | None:
        """The policy for such a ticket. Tickets come in few kinds, so the answer is kept."""
        if traits not in self.matched:
            if len(self.matched) >= MOST_KINDS:
                self.matched.clear()
            self.matched[traits] = self.matcher.match(traits)
        return self.matched[traits]

    def hours_for(
        self, policy: Policy, target: Target, *, team_id: int | None = None, customer_id: int | None = None
    ) -> tuple[int | None, CompiledCalendar]:
        """The calendar a target runs on, by its id; None and around the clock when it is not about working time.

        What the policy names comes first, then the customer's, the team's, the workspace's.
        """
        if not target.business:
            return None, around_the_clock()
        of_customer = None if customer_id is None else self.customer_calendars.get(customer_id)
        of_team = None if team_id is None else self.team_calendars.get(team_id)
        for wanted in (target.calendar_id, policy.calendar_id, of_customer, of_team, self.default_calendar):
            if wanted is not None and wanted in self.calendars:
                return wanted, self.calendars[wanted]
        return None, around_the_clock()


async def standards(tx: Transaction) -> Standards:
    """The workspace's standards as of now: from memory, unless they were changed since."""
    if tx.settings_version is None:
        tx.settings_version = await store.settings_version(tx)
    key = ("standards", tx.workspace_id)
    known = tx.database.memory.get(key)
    if isinstance(known, Standards) and known.version == tx.settings_version:
        return known
    loaded = await _load(tx, tx.settings_version)
    tx.database.memory[key] = loaded
    return loaded


async def hours_of(tx: Transaction, calendar_id: int | None, version: int | None) -> CompiledCalendar:
    """That version of a calendar, kept for ever: a version never changes."""
    if calendar_id is None:
        return around_the_clock()
    key = ("calendar", tx.workspace_id, calendar_id, version)
    known = tx.database.memory.get(key)
    if isinstance(known, CompiledCalendar):
        return known
    row = await store.calendar(tx, calendar_id, version)
    compiled = around_the_clock() if row is None else compile_around(row_calendar=row, now=tx.now)
    tx.database.memory[key] = compiled
    return compiled


def compile_around(row_calendar: Mapping[str, object], now: datetime) -> CompiledCalendar:
    return compile_calendar(store.as_calendar(row_calendar), now - BACK, now + AHEAD)


async def _load(tx: Transaction, version: int) -> Standards:
    rows = await store.calendars(tx)
    compiled = {row["id"]: compile_around(row, tx.now) for row in rows}
    for row in rows:
        tx.database.memory["calendar", tx.workspace_id, row["id"], row["version"]] = compiled[row["id"]]
    policies = tuple(store.as_policy(row) for row in await store.policies(tx))
    default = next((row["id"] for row in rows if row["is_default"]), None)
    of: dict[str, dict[int, int]] = {"team": {}, "customer": {}}
    for row in await store.calendar_users(tx):
        of[row["subject"]][row["subject_id"]] = row["calendar_id"]
    return Standards(version, policies, compiled, default, of["team"], of["customer"])


def _asked(policies: Iterable[Policy]) -> frozenset[str]:
    conditions = [c for policy in policies if policy.active for c in policy.when]
    conditions += [c for policy in policies if policy.active for target in policy.targets for c in target.when]
    return frozenset(condition.trait for condition in conditions)
