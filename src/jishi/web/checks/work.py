"""Whether the work goes on, and whether the desk's books agree."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from typing import Any

from jishi.channels import blobs
from jishi.dispatch.stranded import rescue, stranded
from jishi.storage.database import Database
from jishi.web.checks.model import Finding, bad, good, mind
from jishi.workforce.recount import miscounted, recount

LATE = 30.0  # seconds that something due may wait for the worker
MEND = "run jishi doctor --mend"
MOST_FILES = 5000
AUTUMN = 11  # the month in which next year's holidays are usually known in China
CHINESE = ("Asia/Shanghai", "Asia/Urumqi", "Asia/Chongqing", "Asia/Harbin", "PRC")


async def look(database: Database, connection: Any, *, running: bool) -> AsyncIterator[Finding]:
    """`connection` is the owner's, who sees all workspaces."""
    yield await _worker(connection, running=running)
    yield await _parked(connection)
    async for finding in _post(connection):
        yield finding
    for row in await connection.fetch("SELECT workspace_id, slug FROM jishi.workspaces ORDER BY slug"):
        async for finding in _workspace(database, row["workspace_id"], row["slug"]):
            yield finding
    yield await _files(connection)
    async for finding in holidays(connection, datetime.now(UTC).date()):
        yield finding


async def mend(database: Database) -> None:
    """Count every load anew, and dispatch what was forgotten."""
    for row in await database.across("SELECT workspace_id FROM all_workspaces()"):
        async with database.job(row["workspace_id"]) as tx:
            await recount(tx)
            await rescue(tx)


async def _worker(connection: Any, *, running: bool) -> Finding:
    oldest: float | None = await connection.fetchval(
        "SELECT extract(epoch FROM clock_timestamp() - min(due))::float8 FROM ("
        " SELECT min(run_at) AS due FROM jishi.outbox WHERE parked_at IS NULL"
        " UNION ALL SELECT min(fires_at) FROM jishi.timers UNION ALL SELECT min(run_at) FROM jishi.alarms) d"
    )
    if not running:
        return mind("The desk is not running", "start it with make up or jishi up")
    if oldest is not None and oldest > LATE:
        return bad(f"The worker is {oldest:,.0f} s behind, or none is running", "start jishi work and read its log")
    return good("The worker keeps up")


async def _parked(connection: Any) -> Finding:
    rows = await connection.fetch(
        "SELECT reaction, count(*) AS many FROM jishi.outbox WHERE parked_at IS NOT NULL GROUP BY 1 ORDER BY 1"
    )
    if not rows:
        return good("No reaction was given up")
    told = ", ".join(f"{row['reaction']} ({row['many']})" for row in rows)
    return bad(f"Reactions were given up: {told}", "see Failed reactions in the console; run them again there")


async def _post(connection: Any) -> AsyncIterator[Finding]:
    failed = await connection.fetchval("SELECT failed FROM jishi.post_figures(now())")
    if failed:
        yield bad(
            f"{failed} mails or browser notices were given up",
            "see Failed reactions in the console; send them again there",
        )


async def _workspace(database: Database, workspace_id: int, slug: str) -> AsyncIterator[Finding]:
    async with database.job(workspace_id) as tx:
        wrong, lost = await miscounted(tx), await stranded(tx)
        takers = await tx.fetch_value(
            "SELECT count(*) FROM agents WHERE workspace_id = $1 AND active AND capacity > 0", workspace_id
        )
    if wrong:
        yield bad(f"{slug}: the load of {len(wrong)} agents is miscounted", MEND)
    if lost:
        yield bad(f"{slug}: {len(lost)} tickets have no owner and stand in no queue", MEND)
    if not takers:
        yield mind(f"{slug}: nobody takes tickets", "add people with the role agent to a team")
    if not wrong and not lost:
        yield good(f"{slug}: every ticket has its place, every load is right")


async def _files(connection: Any) -> Finding:
    rows = await connection.fetch(
        "SELECT key FROM (SELECT key, max(created_at) AS newest FROM jishi.attachments GROUP BY key) a"
        " ORDER BY newest DESC LIMIT $1",
        MOST_FILES,
    )
    gone = [row["key"] for row in rows if not await blobs.there(row["key"])]
    if gone:
        return bad(f"The bytes of {len(gone)} attachments are missing", "restore the folder attachments from a backup")
    return good(f"The bytes of {len(rows):,} attachments are there" if rows else "There are no attachments")


async def holidays(connection: Any, today: date) -> AsyncIterator[Finding]:
    """Calendars that follow China's holidays, in the weeks before a year that they know nothing of."""
    year = today.year + 1
    if today.month < AUTUMN:
        return
    rows = await connection.fetch(
        "SELECT w.slug, c.name FROM jishi.calendars c JOIN jishi.workspaces w USING (workspace_id)"
        " WHERE c.current AND c.hours->>'tz' = ANY ($1) AND c.hours->>'holidays' <> '[]'"
        "   AND NOT EXISTS (SELECT FROM jsonb_array_elements_text(c.hours->'holidays') d WHERE d LIKE $2)",
        list(CHINESE), f"{year}-%",
    )  # fmt: skip
    for row in rows:
        says = f"{row['slug']}: calendar {row['name']} knows no public holidays of {year}"
        yield mind(says, "add them there once the State Council has announced them")
