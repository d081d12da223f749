"""The first page of a desk that nobody has set up."""

from collections.abc import AsyncIterator

import asyncpg
import httpx
import pytest
from litestar import Litestar

from jishi.storage.database import Database, open_database
from jishi.storage.migrate import prepare
from tests.identity.conftest import PASSWORD, Visit

BODY = {
    "workspace": "及时客服", "name": "王芳", "email": "Wang@First.example", "password": PASSWORD,
    "zone": "Asia/Shanghai", "language": "zh-CN",
}  # fmt: skip


@pytest.fixture
async def browser(database_url: str, app: Litestar, visit: Visit) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that opens an empty desk."""
    server = await asyncpg.connect(database_url)
    await server.execute("DROP DATABASE IF EXISTS first_run WITH (FORCE)")
    await server.execute("CREATE DATABASE first_run")
    await server.close()
    base, _, query = database_url.partition("?")
    url = base.rsplit("/", 1)[0] + "/first_run" + (f"?{query}" if query else "")
    await prepare(url)
    usual: Database = app.state.database
    app.state.database = await open_database(url)
    yield await visit()
    await app.state.database.close()
    app.state.database = usual


async def test_the_first_visitor_makes_the_workspace_and_is_signed_in(browser: httpx.AsyncClient) -> None:
    assert (await browser.get("/setup")).json() == {"needed": True, "demo": False}
    answer = await browser.post("/setup", json=BODY)
    assert answer.status_code == 201
    session = answer.json()
    assert (session["name"], session["email"], session["role"]) == ("王芳", "wang@first.example", "administrator")
    assert (session["workspace"]["name"], session["workspace"]["slug"]) == ("及时客服", "desk")
    assert (await browser.get("/setup")).json() == {"needed": False, "demo": False}
    browser.headers["X-CSRF-Token"] = session["csrf_token"]
    team = await browser.post("/teams", json={"name": "客服一组"})
    assert team.json()["is_default"] is True
    assert (await browser.post("/setup", json=BODY)).status_code == 409


async def test_what_is_wrong_is_named_and_the_page_stays_open(browser: httpx.AsyncClient) -> None:
    answer = await browser.post("/setup", json={**BODY, "email": "wang", "password": "12345678"})
    assert answer.status_code == 422
    assert sorted(wrong["path"] for wrong in answer.json()["errors"]) == ["email", "password"]
    answer = await browser.post("/setup", json={**BODY, "zone": "Mars", "language": "tlh"})
    assert sorted(wrong["path"] for wrong in answer.json()["errors"]) == ["language", "zone"]
    assert (await browser.get("/setup")).json() == {"needed": True, "demo": False}
