"""Import what another system recorded: a table with a row for each ticket, or a log with a row for each change."""

import asyncio
import csv
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

from jishi.channels.facts import HistoryImported
from jishi.channels.guard_formula import guard_formula
from jishi.channels.history import store
from jishi.channels.history.assemble import assemble, end_is_missing
from jishi.channels.history.file_cases import file_cases
from jishi.channels.history.find_names import Names
from jishi.channels.history.interpret import Interpreter, Said
from jishi.channels.history.model import Case, Columns, Flaw, Report, Story
from jishi.channels.history.read_mapping import TARGETS, presets, read_mapping, unmapped
from jishi.channels.history.read_rows import Table, read_rows
from jishi.channels.history.sort_cases import Gathered, sort_cases
from jishi.identity import settings
from jishi.identity.model import Workspace
from jishi.kernel.errors import Conflict
from jishi.storage.database import Database
from jishi.workforce.recount import recount

BATCH = 200  # tickets a transaction: a second at most, because live screens wait for the oldest open one
FIRST_FLAWS = 20
TELL_EVERY = 2000  # rows
Progress = Callable[[str, float], None]  # "reading" or "storing", and how much of that is done, from 0 to 1


class AlreadyImported(Conflict):
    """Tickets of the source {source} are here already. Continue that import, or give this one another source name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """How to map the columns. Options beat the file, the file beats the preset; with none, the header is guessed at."""

    preset: str | None = None
    file: Path | None = None
    options: Sequence[str] = ()


@dataclass(slots=True)
class _Run:
    """One import while it goes on."""

    mapping: Columns
    reader: Interpreter
    report: Report
    progress: Progress
    flaws: list[Flaw] = field(default_factory=list)
    names: Names = field(default_factory=Names)


async def import_file(
    database: Database,
    workspace_id: int,
    path: Path,
    wishes: Wishes,
    *,
    dry_run: bool = False,
    resume: bool = True,
    errors_path: Path | None = None,
    progress: Progress | None = None,
) -> Report:
    """Load a file as history: numbered by the day each ticket was opened, never escalated, nothing following from it.

    Every ticket is known by the source's name and its number there, so a second run adds what is missing and changes
    nothing; after a kill, run it again. With `resume` false a source that has tickets here is refused. What could not
    be read goes to `errors_path` with row and reason. Raises UnreadableFile and BadMapping.
    """
    started = time.monotonic()
    tell = progress or (lambda _, __: None)
    with read_rows(path) as table:
        mapping = read_mapping(table.header, preset=wishes.preset, file=wishes.file, options=wishes.options)
        async with database.job(workspace_id, by="import") as tx:
            workspace = await settings.workspace(tx)
            if not (resume or dry_run) and await store.is_filed(tx, mapping.source):
                raise AlreadyImported(source=mapping.source)
        zone = ZoneInfo(mapping.zone or workspace.zone)
        reader = Interpreter(mapping, table.header, zone, database.clock())
        left_out = unmapped(mapping, table.header)
        report = Report(source=mapping.source, about=mapping.about, dry_run=dry_run, unmapped_columns=left_out)
        run = _Run(mapping, reader, report, tell, reader.flaws, Names(dry=dry_run))
        with sort_cases(_read(run, table)) as (count, gathered):
            await _store(run, database, workspace, _cases(run, gathered), count)
    if not dry_run and report.tickets:
        await _conclude(run, database, workspace_id, path)
    _finish(run, errors_path)
    report.seconds = time.monotonic() - started
    return report


def describe() -> str:
    """The help of `jishi import`: presets, names and how to give them."""
    lines = ["Presets (--preset NAME):"]
    lines += [f"  {name:22} {about}" for name, about in presets().items()]
    lines += ["", "Names for columns (NAME=COLUMN, or in a TOML or JSON file under [columns]):"]
    lines += [f"  {name:22} {says}" for name, says in TARGETS.items()]
    lines += [
        "",
        "Also source=NAME, shape=tickets|events, zone=Asia/Shanghai, dates=d/m/Y H:M, states.WORD=open,",
        "levels.WORD=urgent, channels.WORD=phone, kept.FIELD=COLUMN, people.NAME=E-MAIL, teams.NAME=TEAM.",
        "Without any of these a preset is taken whose every column the file has, or the columns are found by their",
        "usual Chinese and English names.",
    ]
    return "\n".join(lines)


def _read(run: _Run, table: Table) -> Iterator[Said]:
    for row, cells in table.rows:
        run.report.rows += 1
        if run.report.rows % TELL_EVERY == 0:
            run.progress("reading", table.done())
        said = run.reader.read(row, cells)
        if said is not None and (flaw := end_is_missing(run.mapping, said.source_id, said.step)) is not None:
            run.flaws.append(flaw)
            said = None
        if said is None:
            run.report.rows_refused += 1
        else:
            yield said
    run.progress("reading", 1.0)


def _cases(run: _Run, gathered: Iterator[Gathered]) -> Iterator[Case]:
    for source_id, opened_at, steps in gathered:
        case, flaws = assemble(run.mapping, source_id, opened_at, steps)
        run.flaws += flaws
        yield case


async def _store(run: _Run, database: Database, workspace: Workspace, cases: Iterator[Case], count: int) -> None:
    done = 0
    while batch := list(islice(cases, BATCH)):
        async with database.job(workspace.id, by="import") as tx:
            stories = await file_cases(tx, run.mapping, batch, run.names, workspace)
        _count(run.report, batch, stories)
        done += len(batch)
        run.progress("storing", done / count)
        await asyncio.sleep(0)


def _count(report: Report, batch: Sequence[Case], stories: Sequence[Story]) -> None:
    report.tickets += len(stories)
    report.tickets_there += len(batch) - len(stories)
    report.facts += sum(len(story.facts) for story in stories)
    first, last = min(case.opened_at for case in batch), max(case.opened_at for case in batch)
    report.first_at = min(report.first_at or first, first)
    report.last_at = max(report.last_at or last, last)


async def _conclude(run: _Run, database: Database, workspace_id: int, path: Path) -> None:
    """Count the work of colleagues whom the mapping knows, and leave a word in the audit log."""
    report = run.report
    async with database.job(workspace_id, by="import") as tx:
        await recount(tx)
        fact = HistoryImported(
            at=tx.now,
            by="import",
            source=report.source,
            file=path.name,
            tickets=report.tickets,
            facts=report.facts,
            people=run.names.made["people"],
            teams=run.names.made["teams"],
            customers=run.names.made["customers"],
            refused=report.rows_refused,
        )
        await tx.record(fact)


def _finish(run: _Run, errors_path: Path | None) -> None:
    report = run.report
    report.people, report.teams, report.customers = (run.names.made[kind] for kind in ("people", "teams", "customers"))
    report.unknown_words = dict(run.reader.unknown)
    report.flaws = len(run.flaws)
    report.first_flaws = sorted(run.flaws, key=lambda flaw: flaw.row)[:FIRST_FLAWS]
    if errors_path is not None:
        _write_flaws(errors_path, run.flaws)


def _write_flaws(path: Path, flaws: Sequence[Flaw]) -> None:
    """One line for each, in the order of the file. The mark in front makes Excel read it as UTF-8."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["row", "source_id", "column", "value", "reason"])
        for flaw in sorted(flaws, key=lambda flaw: flaw.row):
            writer.writerow([flaw.row, *map(guard_formula, (flaw.source_id, flaw.column, flaw.value, flaw.reason))])
