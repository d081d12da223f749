"""The tracking table of tickets that were thrown away or split."""

import csv
from pathlib import Path

from jishi.channels.export_tickets import export_table2
from tests.cast import LEE, Desk


async def exported(desk: Desk, path: Path) -> dict[str, dict[str, str]]:
    """The rows of the table, by the number of the ticket."""
    async with desk.database.job(desk.workspace_id, now=desk.clock.now) as tx:
        await export_table2(tx, path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["工单号"]: row for row in csv.DictReader(file)}


async def test_case_62_junk_is_not_in_the_tracking_table(desk: Desk, tmp_path: Path) -> None:
    kept, thrown = await desk.write(), await desk.write()
    await desk.ok("PUT", f"/tickets/{thrown['id']}/junk", {"why": "spam"}, as_=LEE)
    assert set(await exported(desk, tmp_path / "all.csv")) == {kept["number"]}


async def test_case_61_a_split_ticket_is_reported_from_when_it_was_received(desk: Desk, tmp_path: Path) -> None:
    source = await desk.write()
    [message] = (await desk.ok("GET", f"/tickets/{source['id']}/messages"))["items"]
    desk.clock.pass_by(hours=2)
    new = await desk.ok("POST", f"/tickets/{source['id']}/splits", {"messages": [message["id"]]}, as_=LEE)
    rows = await exported(desk, tmp_path / "all.csv")
    assert rows[new["number"]]["发起时间"] == rows[source["number"]]["发起时间"] == "2026-03-02 10:00:00"
