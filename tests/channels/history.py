"""A workspace to import into, and what is in it afterwards."""

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jishi.channels.history.model import Report
from jishi.channels.import_history import Wishes, import_file
from jishi.storage.database import Database

LOGS = Path(__file__).parent.parent / "data" / "uci-incident-log"
SERVICENOW = Wishes(preset="servicenow-incidents", options=("zone=America/Sao_Paulo",))


@dataclass(frozen=True)
class Archive:
    database: Database
    workspace_id: int
    folder: Path

    async def take(self, path: Path, wishes: Wishes, **more: Any) -> Report:
        return await import_file(self.database, self.workspace_id, path, wishes, **more)

    async def take_rows(self, rows: Sequence[Sequence[object]], *options: str, **more: Any) -> Report:
        """Import a table given row by row, the header first."""
        path = self.folder / "table.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)
        return await self.take(path, Wishes(options=options), **more)

    async def fetch(self, sql: str, *args: object) -> list[Any]:
        async with self.database.job(self.workspace_id) as tx:
            return await tx.fetch(sql, self.workspace_id, *args)

    async def tickets(self) -> dict[str, Any]:
        """Tickets by the number they had in the file."""
        rows = await self.fetch(
            "SELECT i.source_id, t.* FROM imported_tickets i"
            " JOIN tickets t ON t.workspace_id = $1 AND t.id = i.ticket_id WHERE i.workspace_id = $1"
        )
        return {row["source_id"]: row for row in rows}

    async def facts(self, source_id: str) -> list[Any]:
        return await self.fetch(
            "SELECT j.kind, j.at, j.by, j.data FROM journal j JOIN imported_tickets i ON i.workspace_id = $1"
            " AND i.ticket_id = j.ticket_id AND i.source_id = $2 WHERE j.workspace_id = $1 ORDER BY j.id",
            source_id,
        )

    async def counts(self) -> Counter[str]:
        """Rows in every table that an import could touch."""
        tables = ("tickets", "messages", "journal", "people", "teams", "customers", "customer_handles", "outbox",
                  "alarms", "timers", "imported_tickets", "imported_names", "ticket_words")  # fmt: skip
        found: Counter[str] = Counter()
        for table in tables:
            [[found[table]]] = await self.fetch(f"SELECT count(*) FROM {table} WHERE workspace_id = $1")
        return found
