"""`jishi import` and `jishi export`: files in, files out."""

import argparse
import asyncio
import sys
from pathlib import Path

from jishi.channels.export_tickets import export_table2
from jishi.channels.history.model import Report
from jishi.channels.import_history import Wishes, describe, import_file
from jishi.storage.full import NoRoomLeft, full
from jishi.web.config import Config
from jishi.web.find_workspace import find_workspace
from jishi.web.reach import open_desk, reach_ready


def take_history(args: argparse.Namespace, config: Config) -> int:
    """Import a file; 0 also when single rows were refused, since they are named in the errors file."""
    with reach_ready(config) as url:
        report = asyncio.run(_take(args, url))
    sys.stderr.write("\n" if sys.stderr.isatty() else "")
    for line in told(report, args.errors):
        print(line)  # noqa: T201
    return 0


async def _take(args: argparse.Namespace, url: str) -> Report:
    database = await open_desk(url, size=3)
    try:
        return await import_file(
            database,
            await find_workspace(database, args.workspace),
            args.file,
            Wishes(preset=args.preset, file=args.mapping, options=args.option),
            dry_run=args.dry_run,
            resume=not args.fresh,
            errors_path=args.errors,
            progress=show,
        )
    except Exception as error:
        if full(error):
            raise NoRoomLeft from error
        raise
    finally:
        await database.close()


def show(what: str, share: float) -> None:
    """A line that stays in place on a terminal, and one for each tenth elsewhere."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{what} {share:4.0%} ")
    elif round(share * 100) % 10 == 0:
        sys.stderr.write(f"{what} {share:.0%}\n")
    sys.stderr.flush()


def told(report: Report, errors: Path | None) -> list[str]:
    """What was done, in lines a person reads."""
    did = "would be added" if report.dry_run else "added"
    lines = [
        f"{report.rows:,} rows read, {report.rows_refused:,} refused, in {report.seconds:.1f} s",
        f"{report.tickets:,} tickets {did} with {report.facts:,} facts; {report.tickets_there:,} were there already",
        f"{report.people:,} people, {report.teams:,} teams, {report.customers:,} customers {did}",
    ]
    if report.about:
        lines.insert(0, f"read as {report.about}")
    if report.unmapped_columns:
        lines.append(f"columns left out: {', '.join(report.unmapped_columns)}")
    lines += [f"unknown {word}: {count:,} rows" for word, count in report.unknown_words.items()]
    lines += [f"row {flaw.row}: {flaw.reason}" for flaw in report.first_flaws[:5]]
    if report.flaws and errors is not None:
        lines.append(f"all {report.flaws:,} are listed in {errors}")
    elif report.flaws:
        lines.append(f"{report.flaws:,} rows or fields were not understood; --errors FILE lists them")
    return lines


def explain() -> None:
    print(describe())  # noqa: T201


def write_table(args: argparse.Namespace, config: Config) -> None:
    """Export a workspace's tickets as the tracking table."""
    with reach_ready(config) as url:
        count = asyncio.run(_write(args, url))
    print(f"{count:,} tickets written to {args.file}")  # noqa: T201


async def _write(args: argparse.Namespace, url: str) -> int:
    database = await open_desk(url, size=2)
    try:
        async with database.job(await find_workspace(database, args.workspace)) as tx:
            return await export_table2(tx, args.file)
    finally:
        await database.close()
