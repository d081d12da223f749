"""Offers that are answered, withdrawn and let lapse in the same moment: nobody waits for who waits for them."""

import asyncio
from datetime import UTC, datetime, timedelta

from jishi.dispatch.model import Mode, QueueSettings
from jishi.dispatch.offers.answer import accept, refuse
from jishi.dispatch.offers.lapse import withdraw_offers
from jishi.dispatch.queues.settle import settle
from jishi.reactions import ALARMS
from jishi.web.worker import Worker
from jishi.workforce.admit import hold
from jishi.workforce.facts import PresenceChanged
from tests.dispatch.cast import Floor
from tests.patience import in_time


async def an_offer(floor: Floor) -> int:
    """A ticket that Wang is asked to take."""
    async with floor.job() as tx:
        await settle(tx, QueueSettings(mode=Mode.OFFER, offer_seconds=20))
    await floor.hire("Wang")
    ticket = await floor.request()
    await floor.settle()
    assert await offered(floor) == [ticket]
    return ticket


async def offered(floor: Floor) -> list[int]:
    rows = await floor.rows("SELECT ticket_id FROM offers WHERE workspace_id = $1 ORDER BY ticket_id")
    return [row["ticket_id"] for row in rows]


async def ring(floor: Floor, *, after: timedelta) -> None:
    """The alarms that are due then, by a worker that nobody waits for."""
    floor.database.clock = lambda: datetime.now(UTC) + after
    try:
        async with in_time():
            await Worker(floor.database, dict(ALARMS)).ring()
    finally:
        floor.database.clock = lambda: datetime.now(UTC)


async def test_an_offer_that_lapses_while_it_is_accepted_waits_for_nobody_and_is_theirs(floor: Floor) -> None:
    ticket = await an_offer(floor)
    async with floor.job(by=f"person:{floor.people['Wang']}") as tx:
        await accept(tx, ticket, person_id=floor.people["Wang"])
        await ring(floor, after=timedelta(seconds=21))
    assert await floor.owner(ticket) == "Wang"
    floor.shift = timedelta(seconds=30)
    await floor.settle()
    assert await floor.facts("OfferLapsed") == []
    assert await floor.is_sound()


async def test_an_offer_that_lapses_while_it_is_refused_waits_for_nobody_and_is_refused(floor: Floor) -> None:
    ticket = await an_offer(floor)
    async with floor.job(by=f"person:{floor.people['Wang']}") as tx:
        await refuse(tx, ticket, person_id=floor.people["Wang"], reason=None)
        await ring(floor, after=timedelta(seconds=21))
    floor.shift = timedelta(seconds=30)
    await floor.settle()
    assert len(await floor.facts("OfferRefused")) == 1
    assert await floor.facts("OfferLapsed") == []
    assert await offered(floor) == []


async def test_an_offer_that_could_not_lapse_at_once_lapses_a_moment_later(floor: Floor) -> None:
    ticket = await an_offer(floor)
    async with floor.job() as tx:
        await hold(tx, floor.people["Wang"])
        await ring(floor, after=timedelta(seconds=21))
        assert await offered(floor) == [ticket]
    await ring(floor, after=timedelta(seconds=22))
    assert len(await floor.facts("OfferLapsed")) == 1


async def test_who_withdraws_offers_holds_none_while_the_dispatcher_waits_for_their_agent(floor: Floor) -> None:
    """A hand-over holds the agent and then takes the offer away; what is held in the other order is a deadlock."""
    ticket = await an_offer(floor)
    wang = floor.people["Wang"]
    gone = PresenceChanged(at=datetime.now(UTC), by="system", person_id=wang, status="away", was="online", source="api")
    async with floor.job() as by_hand:
        await hold(by_hand, wang)
        async with floor.job() as dispatcher:
            await withdraw_offers(dispatcher, gone)
            await dispatcher.fetch("SELECT 1")  # what it has queued is sent
            waits = asyncio.create_task(hold(dispatcher, wang))
            await asyncio.sleep(0.1)
            async with in_time():
                await by_hand.execute("DELETE FROM offers WHERE workspace_id = $1 AND ticket_id = $2", floor.id, ticket)
            await by_hand.commit()
            await waits


async def test_offers_of_who_is_held_are_withdrawn_as_soon_as_they_are_not(floor: Floor) -> None:
    await an_offer(floor)
    await floor.presence("Wang", "away")
    await Worker(floor.database, dict(ALARMS)).dispatch()
    async with floor.job() as tx:
        await hold(tx, floor.people["Wang"])
        await ring(floor, after=timedelta())
        assert len(await offered(floor)) == 1
    await ring(floor, after=timedelta(seconds=1))
    assert await offered(floor) == []
