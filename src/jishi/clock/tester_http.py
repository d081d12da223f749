"""The policy tester over HTTP: describe a ticket, see what would be promised."""

from datetime import datetime
from typing import Annotated

import msgspec
from litestar import post
from msgspec import Meta

from jishi.clock import store
from jishi.clock.foretell import PromiseView, foretell
from jishi.clock.model import Traits
from jishi.clock.policy_shapes import ConditionView, PolicyRef, Word, Words, condition_view, ref
from jishi.clock.show_policies import Calendars
from jishi.clock.standards import standards
from jishi.clock.try_policies import Tried, try_policies
from jishi.identity.errors import NoSuchCustomer
from jishi.identity.find import find_customer
from jishi.identity.guards import requires
from jishi.identity.model import Customer, Permission
from jishi.identity.views import Key
from jishi.kernel.errors import Invalid
from jishi.storage.transaction import Transaction

READ = [requires(Permission.SETTINGS_READ)]
Instant = Annotated[datetime, Meta(tz=True)]
DEFAULT_TIER = "regular"
NO_CUSTOMER = "There is no such customer here."


class TicketDescribed(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A ticket that could arrive; `at` is when, now if left out. `customer_id`: on whose calendar the promises run, and
    whose tier it has unless another is named."""

    level: Word = "normal"
    type: Word | None = None
    tier: Word | None = None
    channel: Word = "form"
    team: Key | None = None
    tags: Words = []
    fields: dict[Word, Word] = {}
    language: Word | None = None
    complexity: Word | None = None
    customer_id: Key | None = None
    at: Instant | None = None


class Because(msgspec.Struct, kw_only=True):
    """The ticket's `value` of `trait`, for which it was chosen; `always` when it is for every ticket."""

    trait: str
    value: str


class TriedView(msgspec.Struct, kw_only=True):
    """`failed_condition`: the first that such a ticket does not meet."""

    policy: PolicyRef
    active: bool
    met: bool
    failed_condition: ConditionView | None = None


class Verdict(msgspec.Struct, kw_only=True):
    """`policy` is null when none is for such a ticket: then nothing is promised."""

    policy: PolicyRef | None
    because: list[Because]
    tried: list[TriedView]
    promises: list[PromiseView]


@post("/policies/test", guards=READ, tags=["policies"], status_code=200)
async def test_policies(tx: Transaction, data: TicketDescribed) -> Verdict:
    """Which policy would be for such a ticket, why, which were tried before, and when everything would be due."""
    found = await standards(tx)
    customer = await _customer(tx, data.customer_id)
    tier = data.tier or (DEFAULT_TIER if customer is None else customer.tier)
    traits = Traits(
        level=data.level,
        tier=tier,
        channel=data.channel,
        type=data.type,
        team=None if data.team is None else str(data.team),
        tags=tuple(data.tags),
        complexity=data.complexity,
        language=data.language,
        fields=tuple(sorted(data.fields.items())),
    )
    matched = found.match(traits)
    names = Calendars(await store.calendars(tx)).names
    at = data.at or tx.now
    return Verdict(
        policy=None if matched is None else ref(matched.policy),
        because=[] if matched is None else [Because(trait=trait, value=value) for trait, value in matched.because],
        tried=[_tried(each) for each in try_policies(found.policies, traits)],
        promises=[]
        if matched is None
        else [
            foretell(found, names, matched, target, at, team_id=data.team, customer_id=data.customer_id)
            for target in matched.targets
        ],
    )


async def _customer(tx: Transaction, customer_id: int | None) -> Customer | None:
    """Raises Invalid."""
    try:
        return None if customer_id is None else await find_customer(tx, customer_id)
    except NoSuchCustomer as error:
        raise Invalid(errors=[("customer_id", NO_CUSTOMER)]) from error


def _tried(tried: Tried) -> TriedView:
    failed = None if tried.failed is None else condition_view(tried.failed)
    return TriedView(policy=ref(tried.policy), active=tried.policy.active, met=tried.met, failed_condition=failed)


routes = [test_policies]
