"""Peak mode, switched by hand."""

from datetime import datetime
from typing import Annotated

import msgspec
from litestar import delete, put

from jishi.dispatch.model import WHOLE_DESK
from jishi.dispatch.peak.begin import begin_by_hand, end
from jishi.dispatch.peak.model import Peak
from jishi.dispatch.queues.parameters import QueueId
from jishi.dispatch.queues.settle import check_queue
from jishi.identity.guards import requires
from jishi.identity.model import Permission
from jishi.storage.transaction import Transaction

MANAGE = [requires(Permission.DISPATCH_MANAGE)]


class PeakView(msgspec.Struct, kw_only=True):
    """`why`: by_hand or forecast. `short`: so many people more would have kept the target when it began. `until` null:
    until somebody ends it or, when the forecast began it, the forecast does."""

    began_at: datetime
    why: str
    short: int
    until: datetime | None


class PeakWish(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """`until` null: until somebody ends it."""

    until: Annotated[datetime, msgspec.Meta(tz=True)] | None = None


@put("/peak", guards=MANAGE)
async def begin_peak(tx: Transaction, data: PeakWish) -> PeakView:
    """More work than people, at the whole desk: what is only wished for is let go, and overflow does not wait."""
    return peak_view(await begin_by_hand(tx, WHOLE_DESK, until=data.until))


@delete("/peak", guards=MANAGE)
async def end_peak(tx: Transaction) -> None:
    """The whole desk's peak is over."""
    await end(tx, WHOLE_DESK)


@put("/queues/{team_id:int}/peak", guards=MANAGE)
async def begin_queue_peak(tx: Transaction, team_id: QueueId, data: PeakWish) -> PeakView:
    """The same for one queue."""
    return peak_view(await begin_by_hand(tx, team_id, until=data.until))


@delete("/queues/{team_id:int}/peak", guards=MANAGE)
async def end_queue_peak(tx: Transaction, team_id: QueueId) -> None:
    """The peak of one queue is over."""
    await check_queue(tx, team_id)
    await end(tx, team_id)


def peak_view(peak: Peak) -> PeakView:
    return PeakView(began_at=peak.began_at, why=peak.why, short=peak.short, until=peak.until)


routes = [begin_peak, end_peak, begin_queue_peak, end_queue_peak]
