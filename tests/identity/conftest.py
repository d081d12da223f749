"""A workspace of its own for each test, and identity's routes over HTTP as the desk serves them."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from typing import Any

import httpx
import pytest
from litestar import Litestar

from jishi.identity import authenticate as authentication
from jishi.identity.add_person import add_person
from jishi.identity.authenticate import authenticate
from jishi.identity.create_workspace import create_workspace
from jishi.identity.issue_token import issue_token
from jishi.identity.model import Caller, Person, Role, Workspace
from jishi.identity.rate import NOBODYS
from jishi.identity.sign_in import sign_in
from jishi.identity.store import people
from jishi.identity.verify_password import hash_password
from jishi.storage.database import Database
from jishi.web.app import create_app

API = "http://desk.test/api/v1"
PASSWORD = "plum rain over Suzhou"
numbers = count(1)


@dataclass
class Desk:
    """A workspace with Wang, who administers it."""

    database: Database
    workspace: Workspace
    wang: Person

    @property
    def id(self) -> int:
        return self.workspace.id

    async def take_in(self, name: str, role: Role = Role.AGENT, *, password: str | None = None) -> Person:
        email = f"{name.lower()}-{next(numbers)}@example.test"
        async with self.database.job(self.id) as tx:
            return await add_person(tx, name=name, email=email, role=role, password=password)

    async def facts(self, *kinds: str) -> list[dict[str, Any]]:
        async with self.database.job(self.id) as tx:
            rows = await tx.fetch(
                "SELECT kind, by, data FROM journal WHERE workspace_id = $1 AND kind = ANY($2::text[]) ORDER BY id",
                self.id,
                list(kinds),
            )
        return [{"kind": row["kind"], "by": row["by"], **row["data"]} for row in rows]


@pytest.fixture(scope="session")
async def password_hash() -> str:
    """Of the usual password, made once: it is meant to be slow."""
    return await hash_password(PASSWORD)


OpenDesk = Callable[[], Awaitable[Desk]]


@pytest.fixture
def open_desk(database: Database, password_hash: str) -> OpenDesk:
    """Makes another workspace."""

    async def open_one() -> Desk:
        workspace, wang = await create_workspace(
            database,
            name=f"Desk {next(numbers)}",
            slug=f"desk-{next(numbers)}",
            admin_name="Wang",
            admin_email=f"wang-{next(numbers)}@example.test",
            admin_password=None,
        )
        async with database.job(workspace.id) as tx:
            await people.set_password(tx, wang.id, password_hash)
        return Desk(database, workspace, wang)

    return open_one


@pytest.fixture
async def desk(open_desk: OpenDesk) -> Desk:
    return await open_desk()


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    authentication._known._kept.clear()
    authentication._known._distrusted.clear()


async def enter(desk: Desk, password: str = PASSWORD, email: str | None = None) -> Caller:
    """Sign in; who the desk then takes the browser for."""
    secret = await sign_in(desk.database, email=email or desk.wang.email, password=password)
    caller = await known(desk, cookie=secret.text)
    assert caller is not None
    return caller


async def known(desk: Desk, cookie: str | None = None, token: str | None = None) -> Caller | None:
    return await authenticate(desk.database, authorization=f"Bearer {token}" if token else None, cookie=cookie)


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


@pytest.fixture
def later(database: Database) -> Iterator[Later]:
    """Real time, until the test moves it on."""
    moved = Later(database)
    yield moved
    moved.end()


@cache
def the_app() -> Litestar:
    async def opened_elsewhere() -> None:
        """Never called: these tests run without the app's own start and stop."""

    return create_app(opened_elsewhere, live=False)


@pytest.fixture
async def app(database: Database) -> Litestar:
    app = the_app()
    app.state.database = database
    async with database.job(NOBODYS) as tx:
        await tx.execute("DELETE FROM rates WHERE workspace_id = $1", NOBODYS)
    return app


Visit = Callable[[], Awaitable[httpx.AsyncClient]]


@pytest.fixture
async def visit(app: Litestar) -> AsyncIterator[Visit]:
    """Opens a browser without any cookie."""
    async with AsyncExitStack() as stack:

        async def open_browser() -> httpx.AsyncClient:
            transport = httpx.ASGITransport(app)  # type: ignore[arg-type]
            return await stack.enter_async_context(httpx.AsyncClient(transport=transport, base_url=API))

        yield open_browser


SignedIn = Callable[[str], Awaitable[httpx.AsyncClient]]


@pytest.fixture
def browse(visit: Visit) -> SignedIn:
    """Opens a browser signed in with an e-mail and the usual password."""

    async def sign_in(email: str) -> httpx.AsyncClient:
        browser = await visit()
        answer = await browser.post("/session", json={"email": email, "password": PASSWORD})
        assert answer.status_code == 201, answer.text
        browser.headers["X-CSRF-Token"] = answer.json()["csrf_token"]
        return browser

    return sign_in


ByToken = Callable[[Person], Awaitable[httpx.AsyncClient]]


@pytest.fixture
def by_token(desk: Desk, visit: Visit) -> ByToken:
    """A program that carries somebody's token."""

    async def carry(person: Person) -> httpx.AsyncClient:
        async with desk.database.job(desk.id) as tx:
            _, secret = await issue_token(tx, person.id, name="test")
        program = await visit()
        program.headers["Authorization"] = f"Bearer {secret}"
        return program

    return carry


@pytest.fixture
async def wang(desk: Desk, by_token: ByToken) -> httpx.AsyncClient:
    """The administrator's program."""
    return await by_token(desk.wang)
