from typing import Literal

import argon2
import pytest

from jishi.identity import verify_password
from jishi.identity.change_person import change_person
from jishi.identity.create_workspace import create_workspace
from jishi.identity.errors import WrongPassword
from jishi.identity.sign_in import Origin, sign_in
from jishi.kernel.errors import Invalid
from tests.identity.conftest import PASSWORD, Desk, OpenDesk, enter


async def test_the_right_password_begins_a_session(desk: Desk) -> None:
    caller = await enter(desk)
    assert (caller.workspace_id, caller.person_id) == (desk.id, desk.wang.id)
    assert (caller.role, caller.via, caller.zone, caller.language) == (
        "administrator", "session", "Asia/Shanghai", "zh-CN",
    )  # fmt: skip
    assert caller.csrf


async def test_signing_in_is_recorded_without_the_password(desk: Desk) -> None:
    origin = Origin(address="203.0.113.7", client="Firefox")
    await sign_in(desk.database, email=desk.wang.email, password=PASSWORD, origin=origin)
    [fact] = await desk.facts("SignedIn")
    assert fact["by"] == f"person:{desk.wang.id}"
    assert (fact["address"], fact["client"]) == ("203.0.113.7", "Firefox")
    assert PASSWORD not in str(fact)


async def test_an_address_is_typed_in_any_case(desk: Desk) -> None:
    assert (await enter(desk, email=f"  {desk.wang.email.upper()} ")).person_id == desk.wang.id


async def test_a_wrong_password_is_refused_and_recorded(desk: Desk) -> None:
    with pytest.raises(WrongPassword):
        await sign_in(desk.database, email=desk.wang.email, password="wrong", origin=Origin(address="203.0.113.7"))
    [fact] = await desk.facts("SignInFailed")
    assert (fact["email"], fact["person_id"], fact["address"]) == (desk.wang.email, desk.wang.id, "203.0.113.7")
    assert "wrong" not in str(fact)


async def test_an_unknown_email_is_refused_in_the_same_words(desk: Desk) -> None:
    for email in ("nobody@example.test", "no address", "", "\x00@example.test"):
        with pytest.raises(WrongPassword):
            await sign_in(desk.database, email=email, password=PASSWORD)


async def test_an_unknown_email_takes_the_same_work_as_a_known_one(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes long is to verify: as often, a password as long, against a hash of the same cost and length."""
    verified: list[tuple[argon2.Parameters, int, str | bytes]] = []

    class Watched(argon2.PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002 - theirs
            verified.append((argon2.extract_parameters(str(hash)), len(hash), password))
            return super().verify(hash, password)

    async def work(email: str) -> list[tuple[argon2.Parameters, int, str | bytes]]:
        verified.clear()
        with pytest.raises(WrongPassword):
            await sign_in(desk.database, email=email, password="wrong password")
        return [*verified]

    ours = verify_password.HASHER
    monkeypatch.setattr(verify_password, "HASHER", Watched(ours.time_cost, ours.memory_cost, ours.parallelism))
    known = await work(desk.wang.email)
    assert len(known) == 1
    assert await work(f"nobody-{desk.id}@example.test") == known


async def test_whoever_has_no_password_cannot_sign_in(desk: Desk) -> None:
    li = await desk.take_in("Li")
    with pytest.raises(WrongPassword):
        await sign_in(desk.database, email=li.email, password="")


async def test_whoever_left_cannot_sign_in(desk: Desk) -> None:
    li = await desk.take_in("Li", password=PASSWORD)
    async with desk.database.job(desk.id) as tx:
        await change_person(tx, li.id, active=False)
    with pytest.raises(WrongPassword):
        await sign_in(desk.database, email=li.email, password=PASSWORD)


async def test_an_email_of_two_workspaces_says_which(desk: Desk, open_desk: OpenDesk) -> None:
    other, _ = await create_workspace(
        desk.database, name="Other", slug=f"other-{desk.id}", admin_name="Wang", admin_email=desk.wang.email,
        admin_password=PASSWORD,
    )  # fmt: skip
    with pytest.raises(Invalid) as unclear:
        await sign_in(desk.database, email=desk.wang.email, password=PASSWORD)
    assert [path for path, _ in unclear.value.errors] == ["workspace"]
    secret = await sign_in(desk.database, email=desk.wang.email, password=PASSWORD, workspace=other.slug)
    assert secret.workspace_id == other.id


async def test_the_password_tells_which_of_two_workspaces(desk: Desk) -> None:
    other, _ = await create_workspace(
        desk.database, name="Other", slug=f"other-{desk.id}", admin_name="Wang", admin_email=desk.wang.email,
        admin_password="another password",
    )  # fmt: skip
    secret = await sign_in(desk.database, email=desk.wang.email, password="another password")
    assert secret.workspace_id == other.id
