import pytest

from jishi.identity import sign_in as signing
from jishi.identity.change_password import change_own_password
from jishi.identity.errors import WrongPassword
from jishi.identity.sign_in import sign_in
from jishi.kernel.errors import Invalid
from tests.identity.conftest import PASSWORD, Desk, enter, known


async def test_changing_ones_password_ends_the_other_sessions(desk: Desk) -> None:
    here = await sign_in(desk.database, email=desk.wang.email, password=PASSWORD)
    there = await sign_in(desk.database, email=desk.wang.email, password=PASSWORD)
    caller = await known(desk, cookie=here.text)
    assert caller is not None
    async with desk.database.job(desk.id, by=caller.actor) as tx:
        await change_own_password(tx, caller, current=PASSWORD, new="mist over West Lake")
    assert await known(desk, cookie=here.text) is not None
    assert await known(desk, cookie=there.text) is None
    with pytest.raises(WrongPassword):
        await sign_in(desk.database, email=desk.wang.email, password=PASSWORD)
    await sign_in(desk.database, email=desk.wang.email, password="mist over West Lake")
    assert [fact["person_id"] for fact in await desk.facts("PasswordChanged")] == [desk.wang.id]


async def test_ones_password_is_not_changed_without_knowing_it(desk: Desk) -> None:
    caller = await enter(desk)
    with pytest.raises(Invalid) as wrong:
        async with desk.database.job(desk.id) as tx:
            await change_own_password(tx, caller, current="a guess", new="mist over West Lake")
    assert [path for path, _ in wrong.value.errors] == ["current"]
    with pytest.raises(Invalid) as poor:
        async with desk.database.job(desk.id) as tx:
            await change_own_password(tx, caller, current=PASSWORD, new="12345678")
    assert [path for path, _ in poor.value.errors] == ["new"]
    await enter(desk)


async def test_a_hash_of_yesterdays_cost_is_renewed_when_its_owner_comes(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await stored_hash(desk)
    monkeypatch.setattr(signing, "is_outdated", lambda _: True)
    await enter(desk)
    monkeypatch.undo()
    assert await stored_hash(desk) != before
    await enter(desk)


async def stored_hash(desk: Desk) -> str:
    async with desk.database.job(desk.id) as tx:
        found: str = await tx.fetch_value(
            "SELECT password_hash FROM people WHERE workspace_id = $1 AND id = $2", desk.id, desk.wang.id
        )
    return found
