import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest

from jishi.identity import authenticate as authentication
from jishi.identity import sign_in as signing
from jishi.identity.authenticate import authenticate, settle
from jishi.identity.change_password import change_own_password, reset_password
from jishi.identity.change_person import change_person
from jishi.identity.create_workspace import create_workspace
from jishi.identity.errors import NotASession, SignInLocked, WrongPassword
from jishi.identity.issue_token import issue_token
from jishi.identity.model import Caller, Role
from jishi.identity.revoke_token import revoke_token
from jishi.identity.secret import new_session, new_token
from jishi.identity.sign_in import Origin, sign_in
from jishi.identity.sign_out import sign_out
from jishi.kernel.errors import Invalid
from jishi.storage.database import Database
from tests.identity.conftest import PASSWORD, Desk

OpenDesk = Callable[[], Awaitable[Desk]]


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    authentication._known._kept.clear()
    authentication._known._distrusted.clear()


async def enter(desk: Desk, password: str = PASSWORD, email: str | None = None) -> Caller:
    secret = await sign_in(desk.database, email=email or desk.wang.email, password=password)
    caller = await authenticate(desk.database, authorization=None, cookie=secret.text)
    assert caller is not None
    return caller


async def known(desk: Desk, cookie: str | None = None, token: str | None = None) -> Caller | None:
    return await authenticate(desk.database, authorization=f"Bearer {token}" if token else None, cookie=cookie)


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


async def test_an_unknown_email_takes_as_long_as_a_known_one(desk: Desk) -> None:
    async def took(email: str) -> float:
        start = time.perf_counter()
        with pytest.raises(WrongPassword):
            await sign_in(desk.database, email=email, password="wrong password")
        return time.perf_counter() - start

    known_one = min([await took(desk.wang.email) for _ in range(4)])
    unknown_one = min([await took(f"nobody-{desk.id}@example.test") for _ in range(4)])
    assert 0.5 < unknown_one / known_one < 2


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


async def test_the_sixth_failure_locks_even_the_right_password_out(desk: Desk) -> None:
    for _ in range(6):
        with pytest.raises(WrongPassword):
            await sign_in(desk.database, email=desk.wang.email, password="wrong")
    with pytest.raises(SignInLocked) as locked:
        await sign_in(desk.database, email=desk.wang.email, password=PASSWORD)
    assert 50 < locked.value.seconds <= 60


async def test_guesses_made_side_by_side_are_all_counted(desk: Desk) -> None:
    """Twenty at once: only as many are verified as would be one after the other."""
    guesses = [sign_in(desk.database, email=desk.wang.email, password="wrong") for _ in range(20)]
    answers = await asyncio.gather(*guesses, return_exceptions=True)
    assert Counter(type(answer) for answer in answers) == {WrongPassword: 6, SignInLocked: 14}, answers


async def test_an_unknown_email_is_locked_like_a_known_one(desk: Desk) -> None:
    email = f"nobody-{desk.id}@example.test"
    for slug in (None, desk.workspace.slug, "no-such-desk") * 2:
        with pytest.raises(WrongPassword):
            await sign_in(desk.database, email=email, password="x", workspace=slug)
    with pytest.raises(SignInLocked):
        await sign_in(desk.database, email=email, password="x")


async def test_a_lock_ends_by_itself_and_the_next_is_longer(desk: Desk) -> None:
    later = Later(desk.database)
    try:
        for _ in range(6):
            with pytest.raises(WrongPassword):
                await sign_in(desk.database, email=desk.wang.email, password="wrong")
        later.by(timedelta(seconds=61))
        with pytest.raises(WrongPassword):
            await sign_in(desk.database, email=desk.wang.email, password="wrong")
        with pytest.raises(SignInLocked) as locked:
            await sign_in(desk.database, email=desk.wang.email, password=PASSWORD)
        assert 60 < locked.value.seconds <= 120
        later.by(timedelta(seconds=121))
        await sign_in(desk.database, email=desk.wang.email, password=PASSWORD)
    finally:
        later.end()


async def test_the_right_password_forgives_what_was_wrong_before(desk: Desk) -> None:
    for _ in range(3):
        for _ in range(4):
            with pytest.raises(WrongPassword):
                await sign_in(desk.database, email=desk.wang.email, password="wrong")
        await sign_in(desk.database, email=desk.wang.email, password=PASSWORD)


async def test_a_session_of_the_browser_before_ends_when_a_new_one_begins(desk: Desk) -> None:
    old = await sign_in(desk.database, email=desk.wang.email, password=PASSWORD)
    new = await sign_in(desk.database, email=desk.wang.email, password=PASSWORD, origin=Origin(cookie=old.text))
    assert await known(desk, cookie=old.text) is None
    assert await known(desk, cookie=new.text) is not None


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


async def test_a_secret_that_nobody_was_given_is_nobodys(desk: Desk) -> None:
    assert await known(desk, cookie=new_session(desk.id).text) is None
    assert await known(desk, token=new_token(desk.id).text) is None
    assert await known(desk, cookie="9223372036854775807." + "a" * 43) is None
    assert await known(desk) is None


async def test_a_session_of_one_workspace_is_none_of_another(desk: Desk, open_desk: OpenDesk) -> None:
    other = await open_desk()
    secret = await sign_in(desk.database, email=desk.wang.email, password=PASSWORD)
    moved = secret.text.replace(f"{desk.id}.", f"{other.id}.")
    assert await known(desk, cookie=moved) is None


async def test_a_session_ends_after_a_month_and_when_unused_for_a_week(desk: Desk) -> None:
    later = Later(desk.database)
    try:
        used = await sign_in(desk.database, email=desk.wang.email, password=PASSWORD)
        unused = await sign_in(desk.database, email=desk.wang.email, password=PASSWORD)
        for _ in range(5):
            later.by(timedelta(days=5, hours=23))
            assert await known(desk, cookie=used.text) is not None
            await settle()
            authentication._known._kept.clear()
        assert await known(desk, cookie=unused.text) is None
        later.by(timedelta(days=1))
        assert await known(desk, cookie=used.text) is None
    finally:
        later.end()


async def test_signing_out_ends_the_session_at_once(desk: Desk) -> None:
    secret = await sign_in(desk.database, email=desk.wang.email, password=PASSWORD)
    caller = await known(desk, cookie=secret.text)
    assert caller is not None
    async with desk.database.job(desk.id, by=caller.actor) as tx:
        await sign_out(tx, caller)
    assert await known(desk, cookie=secret.text) is None
    assert [fact["by"] for fact in await desk.facts("SignedOut")] == [caller.actor]


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


async def test_use_is_noted_once_a_minute_beside_the_request(desk: Desk) -> None:
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

    later = Later(desk.database)
    try:
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
    finally:
        later.end()


async def test_deactivating_a_person_shuts_them_out_at_once(desk: Desk) -> None:
    li = await desk.take_in("Li", password=PASSWORD)
    session = await sign_in(desk.database, email=li.email, password=PASSWORD)
    async with desk.database.job(desk.id) as tx:
        _, token = await issue_token(tx, li.id, name="erp")
    assert await known(desk, cookie=session.text) is not None
    assert await known(desk, token=token) is not None
    async with desk.database.job(desk.id) as tx:
        await change_person(tx, li.id, active=False)
    assert await known(desk, cookie=session.text) is None
    assert await known(desk, token=token) is None
    async with desk.database.job(desk.id) as tx:
        await change_person(tx, li.id, active=True)
    assert await known(desk, cookie=session.text) is None, "coming back does not bring old sessions back"
    assert await known(desk, token=token) is None


async def test_a_new_role_holds_from_the_next_request(desk: Desk) -> None:
    li = await desk.take_in("Li", password=PASSWORD)
    session = await sign_in(desk.database, email=li.email, password=PASSWORD)
    before = await known(desk, cookie=session.text)
    async with desk.database.job(desk.id) as tx:
        await change_person(tx, li.id, role=Role.COLLABORATOR)
    after = await known(desk, cookie=session.text)
    assert before is not None
    assert after is not None
    assert after.permissions < before.permissions


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


async def test_guessing_the_current_password_locks_too(desk: Desk) -> None:
    caller = await enter(desk)
    for _ in range(6):
        with pytest.raises(Invalid):
            async with desk.database.job(desk.id) as tx:
                await change_own_password(tx, caller, current="a guess", new="mist over West Lake")
    with pytest.raises(SignInLocked):
        await sign_in(desk.database, email=desk.wang.email, password=PASSWORD)


async def test_a_reset_password_lets_in_whoever_was_locked_out(desk: Desk) -> None:
    li = await desk.take_in("Li", password=PASSWORD)
    session = await sign_in(desk.database, email=li.email, password=PASSWORD)
    for _ in range(6):
        with pytest.raises(WrongPassword):
            await sign_in(desk.database, email=li.email, password="wrong")
    async with desk.database.job(desk.id) as tx:
        await reset_password(tx, li.id, "mist over West Lake")
    assert await known(desk, cookie=session.text) is None
    await sign_in(desk.database, email=li.email, password="mist over West Lake")


async def test_a_hash_of_yesterdays_cost_is_renewed_when_its_owner_comes(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await stored_hash(desk)
    monkeypatch.setattr(signing, "is_outdated", lambda _: True)
    await enter(desk)
    monkeypatch.undo()
    assert await stored_hash(desk) != before
    await enter(desk)


async def test_old_attempts_are_swept_away(desk: Desk) -> None:
    with pytest.raises(WrongPassword):
        await sign_in(desk.database, email=f"stale-{desk.id}@example.test", password="x")
    later = Later(desk.database)
    try:
        later.by(timedelta(hours=2))
        for _ in range(30):  # each attempt sweeps a few, and other tests left some
            with pytest.raises((WrongPassword, SignInLocked)):
                await sign_in(desk.database, email=desk.wang.email, password="x")
    finally:
        later.end()
    async with desk.database.job(0) as tx:
        left = await tx.fetch_value(
            "SELECT count(*) FROM sign_in_attempts WHERE workspace_id = 0 AND email = $1",
            f"stale-{desk.id}@example.test",
        )
    assert left == 0


async def stored_hash(desk: Desk) -> str:
    async with desk.database.job(desk.id) as tx:
        found: str = await tx.fetch_value(
            "SELECT password_hash FROM people WHERE workspace_id = $1 AND id = $2", desk.id, desk.wang.id
        )
    return found


class Later:
    """Moves the desk's clock."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._before = database.clock
        self._moved = timedelta()
        database.clock = lambda: datetime.now(UTC) + self._moved

    def by(self, step: timedelta) -> None:
        self._moved += step

    def end(self) -> None:
        self._database.clock = self._before
