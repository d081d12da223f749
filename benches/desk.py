"""A desk to measure: its own PostgreSQL with production settings, and its programs as processes of their own."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import asyncpg
import msgspec

from benches.load import Load, Outcome
from jishi.identity.add_person import add_person
from jishi.identity.create_workspace import create_workspace
from jishi.identity.issue_token import issue_token
from jishi.identity.join_team import join_team
from jishi.identity.make_team import make_team
from jishi.identity.model import Role
from jishi.storage.database import Database
from jishi.storage.embedded.locate import binary
from jishi.storage.embedded.run import EmbeddedPostgres
from jishi.storage.migrate import prepare
from jishi.web.config import Config
from jishi.web.reach import open_desk

ROOT = Path(__file__).resolve().parents[1]
JISHI = [sys.executable, "-m", "jishi.web.cli"]
TEAMS = {"售后": ("after_sale", "complaint"), "技术": ("technical_support",), "综合": ()}
TYPES = ("after_sale", "technical_support", "enquiry", None)
Found = TypeVar("Found")


@dataclass
class BenchDesk:
    """A workspace with three teams of agents. `token` is its administrator's."""

    url: str
    folder: Path
    workspace_id: int = 0
    token: str = ""
    agent_token: str = ""  # the first agent's, who sees two of the three teams
    agents: list[int] = field(default_factory=list)
    team_ids: list[int] = field(default_factory=list)

    @contextmanager
    def serve(self) -> Iterator[int]:
        """As many web processes as `jishi up` would start, on one port; that port."""
        with socket.create_server(("127.0.0.1", 0), backlog=128) as listening, ExitStack() as running:
            port = int(listening.getsockname()[1])
            for _ in range(Config.from_environment().web_workers):
                running.enter_context(self.program("serve", "--fd", str(listening.fileno()), keep=listening.fileno()))
            wait_for(lambda: answers(port), lambda: f"no answer: {self.said('serve')}")
            yield port

    @contextmanager
    def work(self) -> Iterator[int]:
        """A worker; its process id."""
        with self.program("work") as running:
            yield running.pid

    @contextmanager
    def program(self, *args: str, keep: int | None = None) -> Iterator["subprocess.Popen[bytes]"]:
        env = {**os.environ, "JISHI_DATABASE_URL": self.url, "JISHI_DATA": str(self.folder / "data")}
        with (self.folder / f"{args[0]}.log").open("ab") as log:
            running = subprocess.Popen(
                [*JISHI, *args], cwd=ROOT, env=env, stderr=log, stdout=log, pass_fds=() if keep is None else (keep,)
            )
            try:
                yield running
            finally:
                running.terminate()
                try:
                    running.wait(15)
                except subprocess.TimeoutExpired:
                    running.kill()
                    running.wait()

    def said(self, program: str) -> str:
        """The end of a program's log."""
        log = self.folder / f"{program}.log"
        return log.read_text(errors="replace")[-2000:] if log.exists() else ""

    def load(
        self, port: int, requests: list[tuple[str, str, object]], *, token: str | None = None, **how: Any
    ) -> Outcome:
        """Send requests from a process of their own."""
        bodies = [(method, path, None if body is None else json.dumps(body)) for method, path, body in requests]
        asked = Load(port=port, token=token or self.token, requests=bodies, **how)
        said = subprocess.run(
            [sys.executable, "-m", "benches.load"],
            cwd=ROOT,
            input=msgspec.json.encode(asked),
            stdout=subprocess.PIPE,
            check=True,
        )
        return msgspec.json.decode(said.stdout, type=Outcome)

    def query(self, sql: str, *args: object, timeout: float | None = None) -> list[Any]:
        """Ask the database past the desk, as its owner."""

        async def ask() -> list[Any]:
            connection = await asyncpg.connect(self.url, server_settings={"search_path": "jishi"})
            try:
                if not args and sql.count(";") > 0:
                    await connection.execute(sql, timeout=timeout)
                    return []
                return list(await connection.fetch(sql, *args, timeout=timeout))
            finally:
                await connection.close()

        return asyncio.run(ask())

    def inside(self, what: Callable[[Database], Awaitable[Found]]) -> Found:
        """Do something with the desk's own verbs."""
        return asyncio.run(self._inside(what))

    async def _inside(self, what: Callable[[Database], Awaitable[Found]]) -> Found:
        database = await open_desk(self.url, size=4)
        try:
            return await what(database)
        finally:
            await database.close()

    async def furnish(self, database: Database, agents: int, capacity: int) -> None:
        workspace, admin = await create_workspace(
            database, name="Bench", slug="bench", admin_name="Maya", admin_email="maya@example.com", admin_password=None
        )
        self.workspace_id = workspace.id
        async with database.job(workspace.id) as tx:
            _, self.token = await issue_token(tx, person_id=admin.id, name="bench")
            for name, types in TEAMS.items():
                team = await make_team(tx, name=name, types=types, is_default=not types)
                self.team_ids.append(team.id)
        for number in range(agents):
            async with database.job(workspace.id) as tx:
                person = await add_person(
                    tx, name=f"客服 {number}", email=f"agent{number}@example.com", role=Role.AGENT, password=None
                )
                self.agents.append(person.id)
                for team_id in {self.team_ids[number % 3], self.team_ids[2]}:
                    await join_team(tx, team_id=team_id, person_id=person.id)
        async with database.job(workspace.id) as tx:
            if self.agents:
                _, self.agent_token = await issue_token(tx, person_id=self.agents[0], name="bench")
            await tx.execute(
                "UPDATE agents SET status = 'online', wanted = 'online', source = 'demo', capacity = $2"
                " WHERE workspace_id = $1",
                workspace.id, capacity,
            )  # fmt: skip


@contextmanager
def a_desk(*, agents: int = 12, capacity: int = 1000, settings: dict[str, str] | None = None) -> Iterator[BenchDesk]:
    """A new desk in a new directory, gone afterwards. Nothing about safety is turned off."""
    with tempfile.TemporaryDirectory(prefix="jishi-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # the server may run as a lesser account
        with EmbeddedPostgres(folder / "postgres", settings=settings or {}) as server:
            desk = BenchDesk(server.url(), folder)
            asyncio.run(prepare(desk.url))
            desk.inside(lambda database: desk.furnish(database, agents, capacity))
            yield desk


def requests(many: int = 2000, **more: object) -> list[tuple[str, str, object]]:
    """Requests of a few thousand customers, in two languages, of all levels and types."""
    return [("POST", "/tickets", request(number, **more)) for number in range(many)]


def request(number: int, **more: object) -> dict[str, object]:
    chinese = number % 3 != 0
    return {
        "channel": ("chat", "email", "wechat", "api")[number % 4],
        "subject": f"订单 {number} 退款没有到账" if chinese else f"Refund of order {number} has not arrived",
        "body": ZH if chinese else EN,
        "level": ("normal", "normal", "important", "urgent")[number % 4],
        "type": TYPES[number % 4],
        "tags": ["退款"] if chinese else [],
        "requester": {"name": f"客户 {number}", "email": f"customer{number}@example.com"},
        **more,
    }


ZH = "你好,我上周在你们店里买的衣服尺码不合适,已经寄回五天了,退款一直没有到账,麻烦帮忙查一下进度,谢谢。" * 3
EN = "Hello, I sent the jacket back five days ago and the refund has not arrived. Could you check what happened? " * 3


def sections(name: str) -> dict[str, str]:
    """A file of SQL, by the names that stand above its parts as `-- [name]`."""
    _, *parts = (ROOT / "benches" / name).read_text().split("-- [")
    return {part.partition("]")[0]: part.partition("]")[2].strip() + "\n" for part in parts}


def pgbench() -> Path:
    return binary("pgbench")


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2) as said:
            return bool(said.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def wait_for(true: Callable[[], bool], otherwise: Callable[[], str], *, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not true():
        if time.monotonic() > until:
            raise TimeoutError(otherwise())
        time.sleep(0.05)
