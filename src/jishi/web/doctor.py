"""`jishi doctor`: say what is wrong and how to mend it, a line each."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg

from jishi.kernel.errors import JishiError
from jishi.web.checks import database, machine, work
from jishi.web.checks.model import Finding, Mark, bad
from jishi.web.config import Config
from jishi.web.is_running import is_running
from jishi.web.reach import open_desk, reach


def examine(config: Config, *, mend: bool = False) -> int:
    """1 when something is wrong. With `mend`, loads and forgotten tickets are put right first."""
    findings = [*machine.look(config)]
    for finding in findings:
        show(finding)
    try:
        with reach(config) as url:
            findings += asyncio.run(_ask(url, mend=mend))
    except (JishiError, OSError, ValueError, asyncpg.PostgresError) as error:
        findings.append(
            bad(f"The database cannot be reached: {error}", "see the message; is JISHI_DATABASE_URL right?")
        )
        show(findings[-1])
    wrong = sum(finding.mark is Mark.BAD for finding in findings)
    print(f"{wrong} of {len(findings)} are wrong." if wrong else "All is well.")  # noqa: T201
    return 1 if wrong else 0


def show(finding: Finding) -> None:
    print(finding, flush=True)  # noqa: T201


async def _ask(url: str, *, mend: bool) -> list[Finding]:
    running = await is_running(url)
    findings = []
    async for finding in _all(url, running=running, mend=mend):
        show(finding)
        findings.append(finding)
    return findings


async def _all(url: str, *, running: bool, mend: bool) -> AsyncIterator[Finding]:
    connection = await asyncpg.connect(url)
    try:
        async for finding in database.look(connection, url):
            yield finding
        if await database.is_ready(url):
            desk = await open_desk(url, size=2)
            try:
                if mend:
                    await work.mend(desk)
                async for finding in work.look(desk, connection, running=running):
                    yield finding
            finally:
                await desk.close()
    finally:
        await connection.close()
