"""A second look that rings waits for the dispatcher, so the dispatcher must never wait for it."""

from datetime import timedelta

from jishi.dispatch.look_over import NEXT, look_over
from jishi.dispatch.model import Overflow, QueueSettings
from jishi.dispatch.queues.facts import QueueSettingsChanged
from jishi.dispatch.queues.settle import settle
from jishi.dispatch.seat import Wish, dispatch
from jishi.dispatch.wait import LOOK_AGAIN
from jishi.identity.store import people
from tests.dispatch.cast import Floor
from tests.patience import in_time

STEPS = (Overflow(after=300), Overflow(after=600))


async def alarms(floor: Floor, name: str) -> int:
    [row] = await floor.rows("SELECT count(*) AS many FROM alarms WHERE workspace_id = $1 AND name = $2", name)
    return int(row["many"])


async def test_a_ticket_is_looked_at_though_its_own_second_look_rings_at_this_moment(floor: Floor) -> None:
    async with floor.job() as tx:
        await settle(tx, QueueSettings(overflow=STEPS))
    ticket = await floor.request()
    await floor.settle()
    floor.shift = timedelta(seconds=301)
    async with floor.job() as ringing:
        await ringing.execute("DELETE FROM alarms WHERE workspace_id = $1 AND name = $2", floor.id, LOOK_AGAIN)
        async with in_time(), floor.job() as tx:
            tx.gather(dispatch, Wish(ticket_id=ticket))
    assert await alarms(floor, LOOK_AGAIN) == 1  # the step that is to come


async def test_a_look_that_began_before_a_second_look_was_due_does_not_wait_for_it(floor: Floor) -> None:
    async with floor.job() as tx:
        await settle(tx, QueueSettings(overflow=STEPS))
    ticket = await floor.request()
    await floor.settle()
    floor.shift = timedelta(seconds=290)
    async with floor.job() as ringing:  # its clock is a little ahead
        await ringing.execute("DELETE FROM alarms WHERE workspace_id = $1 AND name = $2", floor.id, LOOK_AGAIN)
        async with in_time(), floor.job() as tx:
            tx.gather(dispatch, Wish(ticket_id=ticket))
    assert await alarms(floor, LOOK_AGAIN) == 1


async def test_a_queue_is_changed_though_it_is_being_looked_over_at_this_moment(floor: Floor) -> None:
    async with floor.job() as tx:
        await look_over(tx, QueueSettingsChanged(at=tx.now, team_id=0, changes={}))
    floor.shift = timedelta(seconds=1)
    async with floor.job() as ringing:
        await ringing.execute("DELETE FROM alarms WHERE workspace_id = $1 AND name = $2", floor.id, NEXT)
        async with in_time(), floor.job() as tx:
            await look_over(tx, QueueSettingsChanged(at=tx.now, team_id=0, changes={}))
    assert await alarms(floor, NEXT) == 1
    await floor.settle()
    assert await alarms(floor, NEXT) == 0


async def test_a_ticket_is_given_to_somebody_whose_account_is_held_at_this_moment(floor: Floor) -> None:
    await floor.hire("Wang")
    ticket = await floor.request()
    async with floor.job() as changing:  # and goes on to their presence, which whoever gives the ticket holds
        await people.lock(changing, floor.people["Wang"])
        async with in_time():
            await floor.settle()
    assert await floor.owner(ticket) == "Wang"
