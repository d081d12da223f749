from datetime import datetime, timedelta

import pytest

from jishi.identity import authenticate as authentication
from jishi.identity.authenticate import settle
from jishi.identity.errors import NotASession
from jishi.identity.issue_token import issue_token
from jishi.identity.model import Role
from jishi.identity.revoke_token import revoke_token
from jishi.identity.sign_out import sign_out
from tests.identity.conftest import Desk, Later, known


async def test_a_token_does_not_sign_out(desk: Desk) -> None:
    async with desk.database.job(desk.id) as tx:
        _, secret = await issue_token(tx, desk.wang.id, name="erp")
    caller = await known(desk, token=secret)
    assert caller is not None
    with pytest.raises(NotASession):
        async with desk.database.job(desk.id) as tx:
            await sign_out(tx, caller)


async def test_a_token_may_do_what_its_owner_may_until_it_is_revoked(desk: Desk) -> None:
    li = await desk.take_in("Li", Role.SUPERVISOR)
    async with desk.database.job(desk.id, by="person:1") as tx:
        token, secret = await issue_token(tx, li.id, name="erp")
    caller = await known(desk, token=secret)
    assert caller is not None
    assert (caller.person_id, caller.via, caller.csrf) == (li.id, "token", None)
    assert caller.role == "supervisor"
    async with desk.database.job(desk.id) as tx:
        await revoke_token(tx, token.id, caller)
    assert await known(desk, token=secret) is None
    facts = await desk.facts("TokenIssued", "TokenRevoked")
    assert [fact["name"] for fact in facts] == ["erp", "erp"]
    assert secret not in str(facts)


async def test_a_token_is_not_in_the_database(desk: Desk) -> None:
    async with desk.database.job(desk.id) as tx:
        _, secret = await issue_token(tx, desk.wang.id, name="erp")
        rows = await tx.fetch("SELECT t::text AS row FROM api_tokens t WHERE workspace_id = $1", desk.id)
    assert len(rows) == 1
    assert secret.removeprefix(f"jsh_{desk.id}_") not in rows[0]["row"]


async def test_use_is_noted_once_a_minute_beside_the_request(desk: Desk, later: Later) -> None:
    async with desk.database.job(desk.id) as tx:
        _, secret = await issue_token(tx, desk.wang.id, name="erp")

    async def used_at() -> datetime | None:
        await settle()
        authentication._known._kept.clear()
        async with desk.database.job(desk.id) as tx:
            at: datetime | None = await tx.fetch_value(
                "SELECT last_used_at FROM api_tokens WHERE workspace_id = $1", desk.id
            )
        return at

    await known(desk, token=secret)
    first = await used_at()
    assert first is not None
    later.by(timedelta(seconds=50))
    await known(desk, token=secret)
    assert await used_at() == first
    later.by(timedelta(seconds=11))
    await known(desk, token=secret)
    second = await used_at()
    assert second is not None
    assert second > first
