"""Have the worker plan all clocks that run again."""

from jishi.clock.facts import CalendarGiven, CalendarSaved, PoliciesOrdered, PolicyDeactivated, PolicySaved
from jishi.clock.replanning import store
from jishi.storage.transaction import Transaction

ALARM, LATE = "clock.replan", "clock.replan_late"
Changed = PolicySaved | PolicyDeactivated | PoliciesOrdered | CalendarSaved | CalendarGiven
REASONS: dict[type[Changed], str] = {
    PolicySaved: "policy_saved",
    PolicyDeactivated: "policy_deactivated",
    PoliciesOrdered: "policies_ordered",
    CalendarSaved: "calendar_saved",
    CalendarGiven: "calendar_given",
}
CAUSES = {why: "calendar_changed" if why.startswith("calendar") else "policy_changed" for why in REASONS.values()}
"""What a clock says of itself when such a change made it late."""


async def begin_replanning(tx: Transaction, fact: Changed) -> None:
    """AT_ONCE: what is promised changed, so clocks that run may have to. New tickets follow the change at once.

    A calendar that is new is nobody's yet. Several changes of one transaction make one run.
    """
    if tx.queued(ALARM) is not None or (isinstance(fact, CalendarSaved) and fact.version == 1):
        return
    replanning_id = tx.new_id()
    calendar_id = fact.calendar_id if isinstance(fact, CalendarSaved | CalendarGiven) else None
    store.begin(tx, id=replanning_id, why=REASONS[type(fact)], calendar_id=calendar_id, key=ALARM)
    tx.set_alarm(ALARM, tx.now, key=str(replanning_id))
