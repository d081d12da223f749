import asyncio
from collections import Counter
from datetime import timedelta

import pytest

from jishi.identity.change_password import change_own_password, reset_password
from jishi.identity.errors import SignInLocked, WrongPassword
from jishi.identity.sign_in import sign_in
from jishi.kernel.errors import Invalid
from tests.identity.conftest import PASSWORD, Desk, Later, enter, known


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


async def test_a_lock_ends_by_itself_and_the_next_is_longer(desk: Desk, later: Later) -> None:
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


async def test_the_right_password_forgives_what_was_wrong_before(desk: Desk) -> None:
    for _ in range(3):
        for _ in range(4):
            with pytest.raises(WrongPassword):
                await sign_in(desk.database, email=desk.wang.email, password="wrong")
        await sign_in(desk.database, email=desk.wang.email, password=PASSWORD)


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


async def test_old_attempts_are_swept_away(desk: Desk, later: Later) -> None:
    with pytest.raises(WrongPassword):
        await sign_in(desk.database, email=f"stale-{desk.id}@example.test", password="x")
    later.by(timedelta(hours=2))
    for _ in range(30):  # each attempt sweeps a few, and other tests left some
        with pytest.raises((WrongPassword, SignInLocked)):
            await sign_in(desk.database, email=desk.wang.email, password="x")
    async with desk.database.job(0) as tx:
        left = await tx.fetch_value(
            "SELECT count(*) FROM sign_in_attempts WHERE workspace_id = 0 AND email = $1",
            f"stale-{desk.id}@example.test",
        )
    assert left == 0
