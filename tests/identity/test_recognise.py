import asyncio
from collections.abc import Awaitable, Callable

import asyncpg
import pytest

from jishi.identity import recognise
from jishi.identity.change_customer import change_customer
from jishi.identity.errors import CannotReach, HandleTaken, NoSuchCustomer
from jishi.identity.find import find_customer
from jishi.identity.model import Customer, Requester, Settings
from jishi.identity.store import customers
from jishi.kernel.errors import Invalid
from tests.identity.conftest import Desk

ZHAO = Requester(name="赵敏", email="Zhao@Example.com", phone="138 1234 5678")


async def meet(desk: Desk, requester: Requester) -> Customer:
    """As intake does: find by the handles, learn or make."""
    handles = recognise.handles(requester)
    async with desk.database.job(desk.id, by="customer") as tx:
        [row] = await tx.glance(
            "intake_context", tx.now, [kind for kind, _ in handles], [value for _, value in handles], "api", None, None
        )
        return await recognise.meet(tx, row["customer"], requester)


async def known_by(desk: Desk, customer: Customer) -> set[tuple[str, str]]:
    async with desk.database.job(desk.id) as tx:
        return set(await customers.handles(tx, customer.id))


async def stored(desk: Desk, customer: Customer) -> Customer:
    async with desk.database.job(desk.id) as tx:
        return await find_customer(tx, customer.id)


def test_handles_have_one_spelling_and_the_surest_comes_first() -> None:
    requester = Requester(
        email="Zhao@Example.com", phone="138-1234-5678", external_id=" C-7 ", others=(("wechat", "openid7"),)
    )
    assert recognise.handles(requester) == [
        ("wechat", "openid7"), ("external_id", "C-7"), ("email", "zhao@example.com"), ("phone", "+8613812345678"),
    ]  # fmt: skip


def test_what_cannot_be_read_recognises_nobody() -> None:
    assert recognise.handles(Requester(name="赵敏", email="n/a", phone="ask my wife", external_id=" ")) == []


def test_everything_wrong_with_a_requester_is_said_at_once() -> None:
    wrong = Requester(email="n/a", phone="none", tier="platinum")
    assert [path for path, _ in recognise.flaws(wrong, Settings())] == ["email", "phone", "tier"]
    assert [path for path, _ in recognise.flaws(Requester(name="赵敏"), Settings())] == [""]
    assert recognise.flaws(ZHAO, Settings()) == []


async def test_somebody_new_becomes_a_customer(desk: Desk) -> None:
    zhao = await meet(desk, ZHAO)
    assert await stored(desk, zhao) == zhao
    assert (zhao.name, zhao.email, zhao.phone, zhao.tier) == ("赵敏", "zhao@example.com", "+8613812345678", "regular")
    assert await known_by(desk, zhao) == {("email", "zhao@example.com"), ("phone", "+8613812345678")}
    [fact] = await desk.facts("CustomerCreated")
    assert (fact["customer_id"], fact["by"]) == (zhao.id, f"customer:{zhao.id}")


async def test_somebody_without_a_name_is_called_by_what_reaches_them(desk: Desk) -> None:
    assert (await meet(desk, Requester(phone="13812345678"))).name == "+8613812345678"
    assert (await meet(desk, Requester(external_id="C-7", email="c7@example.com"))).name == "c7@example.com"


async def test_nobody_can_be_reached_by_nothing(desk: Desk) -> None:
    with pytest.raises(CannotReach) as wrong:
        await meet(desk, Requester(name="赵敏"))
    assert [path for path, _ in wrong.value.errors] == ["requester"]


async def test_a_customer_is_recognised_by_any_of_their_handles(desk: Desk) -> None:
    zhao = await meet(desk, ZHAO)
    for requester in (Requester(email="ZHAO@example.com"), Requester(phone="+86 13812345678"), ZHAO):
        assert (await meet(desk, requester)).id == zhao.id
    assert await desk.facts("CustomerChanged") == []


async def test_a_customer_who_shows_another_handle_is_known_by_it_from_then_on(desk: Desk) -> None:
    zhao = await meet(desk, Requester(email="zhao@example.com"))
    learnt = await meet(
        desk, Requester(name="赵敏", email="zhao@example.com", phone="13812345678", others=(("wechat", "openid7"),))
    )
    assert learnt.id == zhao.id
    assert await stored(desk, zhao) == learnt
    assert (learnt.name, learnt.phone) == ("赵敏", "+8613812345678")
    assert (await meet(desk, Requester(others=(("wechat", "openid7"),)))).id == zhao.id
    assert (await meet(desk, Requester(phone="13812345678"))).id == zhao.id
    [fact] = await desk.facts("CustomerChanged")
    assert fact["changes"]["phone"] == [None, "+8613812345678"]
    assert fact["changes"]["handles"] == [[], ["openid7"]]


async def test_a_second_address_is_remembered_beside_the_first(desk: Desk) -> None:
    zhao = await meet(desk, ZHAO)
    await meet(desk, Requester(phone="13812345678", email="zhao@work.example"))
    assert (await stored(desk, zhao)).email == "zhao@example.com"
    assert (await meet(desk, Requester(email="zhao@work.example"))).id == zhao.id


async def test_a_handle_of_another_customer_stays_theirs(desk: Desk) -> None:
    zhao = await meet(desk, Requester(name="赵敏", email="zhao@example.com"))
    qian = await meet(desk, Requester(name="钱多", phone="13912345678"))
    both = await meet(desk, Requester(email="zhao@example.com", phone="13912345678"))
    assert both.id == zhao.id
    assert (await stored(desk, zhao)).phone is None
    assert (await meet(desk, Requester(phone="13912345678"))).id == qian.id


async def test_a_name_that_somebody_gave_is_not_undone(desk: Desk) -> None:
    zhao = await meet(desk, ZHAO)
    await meet(desk, Requester(name="zhao, mobile", email="zhao@example.com"))
    assert (await stored(desk, zhao)).name == "赵敏"


async def test_two_customers_of_another_system_who_share_an_address_stay_two(desk: Desk) -> None:
    zhao = await meet(desk, Requester(name="赵敏", email="family@example.com", external_id="C-7"))
    wei = await meet(desk, Requester(name="赵伟", email="family@example.com", external_id="C-8"))
    assert wei.id != zhao.id
    assert (wei.name, wei.email, wei.external_id) == ("赵伟", "family@example.com", "C-8")
    assert await known_by(desk, wei) == {("external_id", "C-8")}
    assert (await meet(desk, Requester(email="family@example.com", external_id="C-8"))).id == wei.id
    assert (await meet(desk, Requester(email="family@example.com"))).id == zhao.id


async def test_a_tier_goes_by_its_name_in_either_language(desk: Desk) -> None:
    assert (await meet(desk, Requester(email="zhao@example.com", tier="普通"))).tier == "regular"
    assert (await meet(desk, Requester(email="zhao@example.com", tier="VIP"))).tier == "vip"
    for requester in (Requester(email="zhao@example.com", tier="platinum"), Requester(phone="10086", tier="platinum")):
        with pytest.raises(Invalid) as wrong:
            await meet(desk, requester)
        assert [path for path, _ in wrong.value.errors] == ["requester.tier"]


async def test_a_tier_only_rises_by_itself(desk: Desk) -> None:
    zhao = await meet(desk, ZHAO)
    assert (await meet(desk, Requester(email="zhao@example.com", tier="vip"))).tier == "vip"
    assert (await meet(desk, Requester(email="zhao@example.com", tier="regular"))).tier == "vip"
    assert (await stored(desk, zhao)).tier == "vip"


async def test_two_requests_of_somebody_new_at_the_same_time_make_one_customer(desk: Desk) -> None:
    """The second is refused by a unique index; the web layer then runs it again, and it finds the first."""
    answers = await asyncio.gather(*(meet(desk, ZHAO) for _ in range(8)), return_exceptions=True)
    lost = [answer for answer in answers if isinstance(answer, BaseException)]
    assert all(isinstance(error, asyncpg.UniqueViolationError) for error in lost)
    zhao = await meet(desk, ZHAO)
    assert {answer.id for answer in answers if isinstance(answer, Customer)} == {zhao.id}


async def test_a_changed_address_is_what_recognises_them_then(desk: Desk) -> None:
    zhao = await meet(desk, ZHAO)
    async with desk.database.job(desk.id, by="person:1") as tx:
        after = await change_customer(tx, zhao.id, email="Zhao@New.example", phone=None, tier="vip", note="likes tea")
    assert after == await stored(desk, zhao)
    assert await known_by(desk, zhao) == {("email", "zhao@new.example")}
    assert (await meet(desk, Requester(email="zhao@example.com"))).id != zhao.id
    assert (await meet(desk, Requester(email="zhao@new.example"))).id == zhao.id
    [fact] = await desk.facts("CustomerChanged")
    assert fact["changes"]["email"] == ["zhao@example.com", "zhao@new.example"]


async def test_nobody_is_given_the_address_of_another(desk: Desk) -> None:
    zhao = await meet(desk, ZHAO)
    qian = await meet(desk, Requester(name="钱多", email="qian@example.com"))
    with pytest.raises(HandleTaken):
        async with desk.database.job(desk.id) as tx:
            await change_customer(tx, qian.id, email=zhao.email)
    assert await known_by(desk, qian) == {("email", "qian@example.com")}


async def test_an_address_known_beside_the_first_can_become_the_first(desk: Desk) -> None:
    zhao = await meet(desk, ZHAO)
    await meet(desk, Requester(phone="13812345678", email="zhao@work.example"))
    async with desk.database.job(desk.id) as tx:
        await change_customer(tx, zhao.id, email="zhao@work.example")
    assert (await stored(desk, zhao)).email == "zhao@work.example"


async def test_everything_wrong_with_a_change_is_said_at_once(desk: Desk) -> None:
    zhao = await meet(desk, ZHAO)
    with pytest.raises(Invalid) as wrong:
        async with desk.database.job(desk.id) as tx:
            await change_customer(tx, zhao.id, name=" ", email="x", phone="x", tier="platinum", language="tlh")
    assert [path for path, _ in wrong.value.errors] == ["email", "phone", "tier", "name", "language"]


async def test_a_customer_of_another_desk_is_nobody_here(desk: Desk, open_desk: Callable[[], Awaitable[Desk]]) -> None:
    other = await open_desk()
    zhao = await meet(other, ZHAO)
    async with desk.database.job(desk.id) as tx:
        with pytest.raises(NoSuchCustomer):
            await find_customer(tx, zhao.id)
        with pytest.raises(NoSuchCustomer):
            await change_customer(tx, zhao.id, name="x")
    assert (await meet(desk, ZHAO)).id != zhao.id
