"""What tickets take of people: by channel, silent or not, whatever happens to them."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta

import asyncpg
import pytest

from jishi.identity.find import find_customer
from jishi.identity.model import Requester
from jishi.kernel.errors import JishiError
from jishi.storage.transaction import Transaction
from jishi.tickets import assign, solve, wait
from jishi.tickets.find import find
from jishi.tickets.model import Author
from jishi.tickets.receive import Incoming, hear, receive
from jishi.tickets.reply import Speaker, reply
from jishi.workforce.admit import hold
from jishi.workforce.model import WEIGHTS, Weight
from jishi.workforce.recount import miscounted, recount
from jishi.workforce.set_capacity import set_capacity
from jishi.workforce.weights.set_weights import set_weights
from tests.dispatch.cast import Floor


async def arrive(floor: Floor, channel: str, name: str | None = None) -> int:
    async with floor.job(by="customer") as tx:
        incoming = Incoming(
            channel=channel, body="在吗?", requester=Requester(external_id=f"{channel}{random.random()}")
        )
        ticket = (await receive(tx, incoming)).ticket.id
    if name is not None:
        await floor.give(ticket, name)
    return ticket


async def say(floor: Floor, ticket: int, name: str) -> None:
    async with floor.job() as tx:
        person = floor.people[name]
        speaker = Speaker(kind=Author.AGENT, id=person, name=name, actor=f"person:{person}")
        await reply(tx, ticket, "好的", by=speaker)


async def hear_again(floor: Floor, ticket: int) -> None:
    async with floor.job(by="customer") as tx:
        customer = (await find(tx, ticket)).customer_id
        await hear(tx, ticket, await find_customer(tx, customer), "还在吗?")


async def load(floor: Floor, name: str) -> int:
    return (await floor.loads())[name]


async def is_true(floor: Floor) -> bool:
    """Every load is the sum of its seats, and every seat is what its ticket says."""
    async with floor.job() as tx:
        sums = await tx.fetch(
            "SELECT a.person_id FROM agents a WHERE a.workspace_id = $1 AND a.load <> (SELECT"
            " coalesce(sum(s.weight), 0) FROM seats s WHERE s.workspace_id = $1 AND s.person_id = a.person_id)",
            floor.id,
        )
        return not sums and not await miscounted(tx)


async def test_case_a8_capacity_is_counted_over_all_channels_by_what_each_weighs(floor: Floor) -> None:
    await floor.hire("Wang", capacity=12)
    await arrive(floor, "chat", "Wang")
    await arrive(floor, "wechat_kf", "Wang")
    await arrive(floor, "email", "Wang")
    await arrive(floor, "form", "Wang")
    assert await load(floor, "Wang") == 4 + 4 + 1 + 1
    assert await is_true(floor)


async def test_one_call_fills_a_person_whatever_their_capacity(floor: Floor) -> None:
    await floor.hire("Wang", capacity=5)
    await floor.hire("Li", capacity=30)
    for name in ("Wang", "Li"):
        await arrive(floor, "phone", name)
    assert await floor.loads() == {"Lead": 0, "Wang": 5, "Li": 12}


async def test_a_chat_that_fell_silent_counts_no_more_until_its_customer_writes(floor: Floor) -> None:
    await floor.hire("Wang", capacity=12)
    chat = await arrive(floor, "chat", "Wang")
    floor.shift = timedelta(minutes=30)
    await floor.settle()
    assert await load(floor, "Wang") == 4, "an unanswered one counts, however long ago it came"
    await say(floor, chat, "Wang")
    floor.shift += timedelta(minutes=9)
    await floor.settle()
    assert await load(floor, "Wang") == 4
    floor.shift += timedelta(minutes=2)
    await floor.settle()
    assert await load(floor, "Wang") == 0
    [eased] = await floor.facts("LoadEased")
    assert (eased["ticket_id"], eased["data"]["person_id"]) == (chat, floor.people["Wang"])
    await hear_again(floor, chat)
    assert await load(floor, "Wang") == 4
    assert await is_true(floor)


async def test_each_word_begins_the_silence_anew(floor: Floor) -> None:
    await floor.hire("Wang", capacity=12)
    chat = await arrive(floor, "chat", "Wang")
    for _ in range(3):
        await say(floor, chat, "Wang")
        floor.shift += timedelta(minutes=8)
        await floor.settle()
        assert await load(floor, "Wang") == 4
    floor.shift += timedelta(minutes=3)
    await floor.settle()
    assert await load(floor, "Wang") == 0
    await say(floor, chat, "Wang")
    assert await load(floor, "Wang") == 4, "whoever writes is at it again"


async def test_a_silent_chat_that_is_handed_over_counts_until_it_is_silent_again(floor: Floor) -> None:
    await floor.hire("Wang", capacity=12)
    await floor.hire("Li", capacity=12)
    chat = await arrive(floor, "chat", "Wang")
    await say(floor, chat, "Wang")
    floor.shift = timedelta(minutes=11)
    await floor.settle()
    await floor.give(chat, "Li")
    assert (await floor.loads())["Li"] == 4
    floor.shift += timedelta(minutes=11)
    await floor.settle()
    assert await floor.loads() == {"Lead": 0, "Wang": 0, "Li": 0}
    assert await is_true(floor)


async def test_a_place_that_a_silent_chat_leaves_goes_to_who_waits(floor: Floor) -> None:
    await floor.hire("Wang", capacity=4)
    first = await arrive(floor, "chat")
    await floor.settle()
    second = await arrive(floor, "chat")
    await floor.settle()
    assert (await floor.owner(first), await floor.owner(second)) == ("Wang", None)
    await say(floor, first, "Wang")
    floor.shift = timedelta(minutes=11)
    await floor.settle()
    assert await floor.owner(second) == "Wang"
    assert await floor.is_sound()


async def test_a_changed_capacity_weighs_a_call_anew(floor: Floor) -> None:
    await floor.hire("Wang", capacity=5)
    await arrive(floor, "phone", "Wang")
    await floor.capacity("Wang", 20)
    assert await load(floor, "Wang") == 12
    await floor.capacity("Wang", 3)
    assert await load(floor, "Wang") == 3
    assert await is_true(floor)


async def test_changed_weights_hold_for_what_people_have_already(floor: Floor) -> None:
    await floor.hire("Wang", capacity=12)
    chat = await arrive(floor, "chat", "Wang")
    await arrive(floor, "email", "Wang")
    async with floor.job() as tx:
        await set_weights(tx, [Weight(channel="chat", weight=6, idle_after=60, idle_weight=2)], by="system")
    assert await load(floor, "Wang") == 7
    await say(floor, chat, "Wang")
    floor.shift = timedelta(seconds=61)
    await floor.settle()
    assert await load(floor, "Wang") == 3
    async with floor.job() as tx:
        await set_weights(tx, [Weight(channel="chat", weight=5)], by="system")
    assert await load(floor, "Wang") == 6, "what never falls idle is not idle"
    assert await is_true(floor)


async def test_a_bulk_load_is_weighed_afterwards_and_falls_silent_too(floor: Floor) -> None:
    wang = await floor.hire("Wang", capacity=12)
    chat, mail, third = await arrive(floor, "chat"), await arrive(floor, "email"), await arrive(floor, "wecom")
    await floor.rows(
        "UPDATE tickets SET owner_id = $2, state = 'open', waiting_since = NULL"
        " WHERE workspace_id = $1 AND id = ANY($3) RETURNING id",
        wang, [chat, mail, third],
    )  # fmt: skip
    async with floor.job() as tx:
        [wrong] = await miscounted(tx)
        assert (wrong.person_id, wrong.load, wrong.counted) == (wang, 0, 9)
        assert await recount(tx) == 1
    assert await load(floor, "Wang") == 9
    floor.shift = timedelta(minutes=11)
    await floor.settle()
    assert await load(floor, "Wang") == 1
    async with floor.job() as tx:
        assert await recount(tx) == 0


async def test_a_seat_that_no_ticket_has_is_found_and_taken_away(floor: Floor) -> None:
    await floor.hire("Wang", capacity=12)
    chat = await arrive(floor, "chat", "Wang")
    await floor.rows("UPDATE tickets SET state = 'closed' WHERE workspace_id = $1 AND id = $2 RETURNING id", chat)
    async with floor.job() as tx:
        assert [each.counted for each in await miscounted(tx)] == [0]
        await recount(tx)
    assert await load(floor, "Wang") == 0
    assert await is_true(floor)


Verb = Callable[[Transaction, int, int, str], Awaitable[object]]


async def speak(tx: Transaction, ticket: int, who: int, by: str) -> None:
    await reply(tx, ticket, "好的", by=Speaker(kind=Author.AGENT, id=who, name="Wang", actor=by))


async def resize(tx: Transaction, _: int, who: int, by: str) -> None:
    await set_capacity(tx, await hold(tx, who), random.choice([0, 3, 8, 12, 20]), by=by)


async def weigh(tx: Transaction, _: int, __: int, by: str) -> None:
    channel = random.choice([weight.channel for weight in WEIGHTS])
    after = random.choice([None, 60, 300])
    await set_weights(tx, [Weight(channel=channel, weight=random.randint(1, 9), idle_after=after)], by=by)


VERBS: list[Verb] = [
    lambda tx, ticket, who, by: assign.assign(tx, ticket, agent_id=who, by=by),
    lambda tx, ticket, _, by: assign.return_to_queue(tx, ticket, by=by),
    lambda tx, ticket, _, by: wait.pend(tx, ticket, by=by),
    lambda tx, ticket, _, by: wait.hold(tx, ticket, by=by),
    lambda tx, ticket, _, by: wait.resume(tx, ticket, by=by),
    lambda tx, ticket, _, by: solve.solve(tx, ticket, by=by),
    lambda tx, ticket, _, by: solve.reopen(tx, ticket, by=by),
    speak,
    speak,
    resize,
    weigh,
]


@pytest.mark.parametrize("seed", [1, 2])
async def test_load_is_the_sum_of_seats_whatever_everybody_does_at_once(floor: Floor, seed: int) -> None:
    random.seed(seed)
    await floor.hire("Wang")
    await floor.hire("Li")
    tickets = [await arrive(floor, channel) for channel in ("chat", "phone", "email", "wechat", "form")]

    async def work() -> None:
        for _ in range(25):
            who = floor.people[random.choice(["Wang", "Li", "Lead"])]
            with suppress(JishiError, asyncpg.DeadlockDetectedError):  # a refusal is as good as a change
                async with floor.job() as tx:
                    await random.choice(VERBS)(tx, random.choice(tickets), who, f"person:{who}")

    for _ in range(2):
        await asyncio.gather(*(work() for _ in range(5)))
        assert await is_true(floor)
        floor.shift += timedelta(minutes=11)  # talks fall silent
        await floor.settle()
        assert await is_true(floor)
    assert await floor.is_sound()
