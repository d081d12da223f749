"""Which tickets of somebody who is gone go back, and when."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from jishi.dispatch.absence.model import Absence, Owned
from jishi.dispatch.model import WHOLE_DESK, QueueSettings

OVERTIME = timedelta(minutes=30)  # who stays to finish what they are at is given so long beyond the grace
LOOK_AGAIN = timedelta(minutes=1)

Queues = Mapping[int, QueueSettings]


def goes_back_at(owned: Owned, absence: Absence, queues: Queues) -> datetime | None:
    """When nobody can expect its owner to answer it any more; None: not by itself.

    An answered ticket stays until the customer writes. One that a person gave to somebody who was gone already stays as
    well: they knew what they did, and their decision stands.
    """
    if not owned.unanswered:
        return None
    queue = _queue(owned.team_id, queues)
    ends = [
        since + timedelta(seconds=grace)
        for since, grace in (
            (absence.off_shift_since, queue.grace_off_shift),
            (absence.away_since, queue.grace_away),
        )
        if since is not None and owned.given_at <= since
    ]
    return min(ends, default=None)


def is_missed(owned: Owned, absence: Absence) -> bool:
    """Whether its owner went after it was given to them, and has not its page open all the same."""
    gone = (absence.off_shift_since, absence.away_since)
    return not owned.at_work and any(since is not None and owned.given_at <= since for since in gone)


def going(
    tickets: Iterable[Owned], absence: Absence, queues: Queues, *, now: datetime
) -> tuple[list[int], datetime | None]:
    """The tickets that go back now, in the order of their ids, and when to look again, if ever."""
    back: list[int] = []
    later: list[datetime] = []
    for owned in tickets:
        at = goes_back_at(owned, absence, queues)
        if at is None:
            continue
        if at > now:
            later.append(at)
        elif owned.at_work and now < at + OVERTIME:
            later.append(min(now + LOOK_AGAIN, at + OVERTIME))
        else:
            back.append(owned.ticket_id)
    return sorted(back), min(later, default=None)


def beyond(tickets: Sequence[Owned], *, load: int, capacity: int, spare_by_hand: bool = False) -> list[int]:
    """The unanswered tickets that somebody gives up who has more than they take: those they have had least long. With
    `spare_by_hand` not what a person gave them: who did knew how full they were."""
    back: list[int] = []
    for owned in sorted(tickets, key=lambda each: (each.given_at, each.ticket_id), reverse=True):
        if load <= capacity:
            break
        if owned.unanswered and not owned.at_work and not (spare_by_hand and owned.by_hand):
            back.append(owned.ticket_id)
            load -= owned.weight
    return sorted(back)


def _queue(team_id: int | None, queues: Queues) -> QueueSettings:
    return queues.get(team_id or WHOLE_DESK) or QueueSettings()
