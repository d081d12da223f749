"""Gather the rows of each ticket, however they are strewn over the file, without holding the file in memory."""

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from itertools import groupby
from pathlib import Path

import msgspec

from jishi.channels.history.interpret import Said
from jishi.channels.history.model import Step

Gathered = tuple[str, datetime, list[Step]]
MAKE = "CREATE TABLE said (source_id TEXT, opened REAL, at REAL, row INTEGER, step BLOB)"
ORDERED = """
SELECT s.source_id, c.first, s.step FROM said s
  JOIN (SELECT source_id, min(opened) AS first FROM said GROUP BY source_id) c USING (source_id)
 ORDER BY c.first, s.source_id, s.at, s.row
"""


@contextmanager
def sort_cases(rows: Iterable[Said]) -> Iterator[tuple[int, Iterator[Gathered]]]:
    """How many tickets there are, and each with its rows in order of time, tickets in the order they were opened.

    The rows pass through a temporary SQLite file, which sorts on disk what does not fit in memory.
    """
    with (
        tempfile.TemporaryDirectory(prefix="jishi-import-") as folder,
        closing(sqlite3.connect(Path(folder) / "rows", isolation_level=None)) as spool,
    ):
        spool.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -64000;")
        spool.execute(MAKE)
        spool.execute("BEGIN")
        spool.executemany("INSERT INTO said VALUES (?, ?, ?, ?, ?)", map(_row, rows))
        spool.execute("CREATE INDEX of_ticket ON said (source_id, opened)")
        [(count,)] = spool.execute("SELECT count(DISTINCT source_id) FROM said")
        yield count, _gather(spool)


def _row(said: Said) -> tuple[str, float, float, int, bytes]:
    step = said.step
    return said.source_id, said.opened_at.timestamp(), step.at.timestamp(), step.row, msgspec.msgpack.encode(step)


def _gather(spool: sqlite3.Connection) -> Iterator[Gathered]:
    decoder = msgspec.msgpack.Decoder(Step)
    for (source_id, first), rows in groupby(spool.execute(ORDERED), key=lambda row: (row[0], row[1])):
        steps = [decoder.decode(row[2]) for row in rows]
        yield source_id, msgspec.convert(first, datetime, strict=False), steps
