"""What would be promised to a ticket that does not exist."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from jishi.clock import rules, store
from jishi.clock.model import Match, Target
from jishi.clock.policy_shapes import CalendarName
from jishi.clock.standards import Standards
from jishi.storage.transaction import Transaction


class PromiseView(msgspec.Struct, kw_only=True):
    """What would be promised. `due_at` is null when the calendar never opens again."""

    kind: str
    seconds: int
    hours: str
    calendar: CalendarName | None
    due_at: datetime | None
    warn_at: list[datetime]
    paused_in: list[str]


def foretell(
    found: Standards,
    names: Mapping[int, str],
    matched: Match,
    target: Target,
    at: datetime,
    *,
    team_id: int | None = None,
    customer_id: int | None = None,
) -> PromiseView:
    """When a promise that is given at that instant would be due. `names` are those of calendars."""
    calendar_id, hours = found.hours_for(matched.policy, target, team_id=team_id, customer_id=customer_id)
    warnings = (hours.due(at, after) for after in rules.warnings(matched.policy, target))
    return PromiseView(
        kind=target.kind,
        seconds=target.seconds,
        hours="business" if target.business else "calendar",
        calendar=None if calendar_id is None else CalendarName(id=calendar_id, name=names[calendar_id]),
        due_at=hours.due(at, target.seconds),
        warn_at=[instant for instant in warnings if instant is not None],
        paused_in=list(target.paused_in),
    )


async def foretell_all(
    tx: Transaction,
    found: Standards,
    matched: Match | None,
    targets: Sequence[Target],
    at: datetime,
    *,
    team_id: int | None = None,
    customer_id: int | None = None,
) -> list[PromiseView]:
    """Several of one policy; none where none is for the ticket."""
    if matched is None:
        return []
    names = {row["id"]: row["name"] for row in await store.calendars(tx)}
    return [foretell(found, names, matched, target, at, team_id=team_id, customer_id=customer_id) for target in targets]
