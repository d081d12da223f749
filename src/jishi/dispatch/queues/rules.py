"""Who else may take what waits long, and what a queue's settings may say."""

from collections.abc import Collection, Iterator

from jishi.dispatch.model import WHOLE_DESK, QueueSettings

SHORTEST_OFFER, LONGEST_OFFER = 5, 600
MOST_STEPS = 5
LONGEST_WAIT = 7 * 24 * 3600

OFFER_LENGTH = "An offer lasts from 5 to 600 seconds."
TOO_MANY_STEPS = "At most five steps of overflow."
STEP_WAIT = "A wait is from one second to seven days, each step later than the one before."
NO_TEAM = "There is no such team."
GRACE = "A grace is from 0 seconds to seven days."


def open_to(settings: QueueSettings, *, waited: float, peak: bool = False) -> frozenset[int]:
    """The teams that may take a ticket of this queue after so many seconds (0 in it: everybody), its own among them.
    At a peak nobody waits for an overflow; where there is none the whole desk helps, unless the queue says no."""
    opened = {settings.team_id}
    if peak and settings.peak_widens and not settings.overflow:
        opened.add(WHOLE_DESK)
    for step in settings.overflow:
        if peak or step.after <= waited:
            opened |= step.team_ids or {WHOLE_DESK}
    return frozenset(opened)


def next_overflow(settings: QueueSettings, *, waited: float) -> int | None:
    """After how many seconds of waiting others may take it next; None when nobody else ever may."""
    return min((step.after for step in settings.overflow if step.after > waited), default=None)


def flaws(settings: QueueSettings, *, teams: Collection[int]) -> Iterator[tuple[str, str]]:
    """What is wrong with the settings, as (field, sentence)."""
    if not SHORTEST_OFFER <= settings.offer_seconds <= LONGEST_OFFER:
        yield "offer_seconds", OFFER_LENGTH
    for name in ("grace_off_shift", "grace_away"):
        if not 0 <= getattr(settings, name) <= LONGEST_WAIT:
            yield name, GRACE
    if len(settings.overflow) > MOST_STEPS:
        yield "overflow", TOO_MANY_STEPS
    earlier = 0
    for n, step in enumerate(settings.overflow):
        if not earlier < step.after <= LONGEST_WAIT:
            yield f"overflow.{n}.after", STEP_WAIT
        if not step.team_ids <= {*teams, WHOLE_DESK}:
            yield f"overflow.{n}.team_ids", NO_TEAM
        earlier = max(earlier, step.after)
