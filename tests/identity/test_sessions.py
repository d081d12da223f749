from datetime import timedelta

from jishi.identity import authenticate as authentication
from jishi.identity.authenticate import settle
from jishi.identity.change_person import change_person
from jishi.identity.issue_token import issue_token
from jishi.identity.model import Role
from jishi.identity.secret import new_session, new_token
from jishi.identity.sign_in import Origin, sign_in
from jishi.identity.sign_out import sign_out
from tests.identity.conftest import PASSWORD, Desk, Later, OpenDesk, known


async def test_a_session_of_the_browser_before_ends_when_a_new_one_begins(desk: Desk) -> None:
    old = await sign_in(desk.database, email=desk.wang.email, password=PASSWORD)
    new = await sign_in(desk.database, email=desk.wang.email, password=PASSWORD, origin=Origin(cookie=old.text))
    assert await known(desk, cookie=old.text) is None
    assert await known(desk, cookie=new.text) is not None


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


async def test_a_session_ends_after_a_month_and_when_unused_for_a_week(desk: Desk, later: Later) -> None:
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


async def test_signing_out_ends_the_session_at_once(desk: Desk) -> None:
    secret = await sign_in(desk.database, email=desk.wang.email, password=PASSWORD)
    caller = await known(desk, cookie=secret.text)
    assert caller is not None
    async with desk.database.job(desk.id, by=caller.actor) as tx:
        await sign_out(tx, caller)
    assert await known(desk, cookie=secret.text) is None
    assert [fact["by"] for fact in await desk.facts("SignedOut")] == [caller.actor]


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
