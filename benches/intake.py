"""`POST /tickets` whole, over HTTP, against pgbench storing the same rows as separate prepared statements.

Both go to the same tables with the same indexes, under the same role and row-level security, with 8 clients, in turns,
so that whatever else the machine does meets both alike. No worker runs: it is not part of either.
"""

import os
import re
import subprocess
import tempfile
from pathlib import Path
from statistics import median

from benches.desk import BenchDesk, a_desk, pgbench, requests, sections

CLIENTS = 8
LEAST, SLOWEST = 0.45, 100.0


def measure(*, quick: bool = False) -> list[dict[str, object]]:
    rounds, seconds = (2, 3.0) if quick else (5, 8.0)
    ours: list[float] = []
    theirs: list[float] = []
    slow: list[float] = []
    with a_desk() as desk, desk.serve() as port, tempfile.TemporaryDirectory() as folder:
        desk.load(
            port, requests(), most=2000, seconds=300
        )  # all customers are known from here on, and everything is warm
        script = Path(folder) / "intake.sql"
        script.write_text(same_rows(desk))
        for turn in range(rounds):
            theirs.append(reference(desk, script, seconds=seconds, base=turn * 10**11))
            said = desk.load(port, requests(), clients=CLIENTS, seconds=seconds)
            assert not said.failures, said.failures
            ours.append(said.per_second)
            slow.append(said.percentile(0.99))
    ratio = median(mine / other for mine, other in zip(ours, theirs, strict=True))
    return [
        {
            "name": "intake", "what": f"POST /tickets over HTTP ({median(ours):.0f}/s), {CLIENTS} clients, "
            f"of pgbench with the same rows ({median(theirs):.0f}/s)",
            "value": round(ratio, 3), "unit": "×", "limit": LEAST, "better": "more", "ok": ratio >= LEAST,
            "ours": ours, "pgbench": theirs,
        },
        {
            "name": "intake_p99", "what": "the same, 99th percentile", "value": round(median(slow), 1), "unit": "ms",
            "limit": SLOWEST, "better": "less", "ok": median(slow) <= SLOWEST, "rounds": slow,
        },
    ]  # fmt: skip


def same_rows(desk: BenchDesk) -> str:
    """The script, made from a ticket that the desk itself has stored, so that no row is forgotten."""
    ws = desk.workspace_id
    [newest] = desk.query("SELECT id FROM tickets WHERE workspace_id = $1 ORDER BY id DESC LIMIT 1", ws)
    ticket = newest["id"]
    timers = desk.query("SELECT * FROM timers WHERE workspace_id = $1 AND ticket_id = $2 ORDER BY id", ws, ticket)
    facts = desk.query(
        "SELECT *, data::text AS text FROM journal WHERE workspace_id = $1 AND ticket_id = $2 ORDER BY id", ws, ticket
    )
    outbox = desk.query(
        "SELECT o.reaction, j.kind FROM outbox o JOIN journal j ON j.workspace_id = o.workspace_id AND j.id = o.fact_id"
        " WHERE o.workspace_id = $1 AND o.ticket_id = $2 ORDER BY o.seq", ws, ticket,
    )  # fmt: skip
    [message] = desk.query("SELECT body FROM messages WHERE workspace_id = $1 AND ticket_id = $2", ws, ticket)
    assert timers, "no timers on the ticket"
    assert len(facts) >= 3, facts
    assert outbox, "nothing follows"
    sql = sections("intake.sql")
    return sql["script"].format(
        ws=ws,
        body=_quoted(message["body"]),
        timers="".join(
            sql["timer"].format(
                ws=ws, n=n, kind=row["kind"], seconds=row["target_seconds"], warn=int(row["target_seconds"] * 0.8),
                promise=_quoted(row["promise"]), paused="{" + ",".join(row["paused_in"]) + "}",
            )
            for n, row in enumerate(timers)
        ),
        facts="".join(
            sql["fact"].format(ws=ws, kind=row["kind"], by=row["by"], data=_quoted(row["text"])) for row in facts
        ),
        outbox="".join(sql["outbox"].format(ws=ws, kind=row["kind"], reaction=row["reaction"]) for row in outbox),
    )  # fmt: skip


def _quoted(text: str) -> str:
    # pgbench takes a colon before a letter for a variable, even within quotes.
    return re.sub(r":(?=[A-Za-z_0-9])", ": ", text.replace("'", "''")).replace("\n", " ")


def reference(desk: BenchDesk, script: Path, *, seconds: float, base: int) -> float:
    """Transactions a second of pgbench, in the role of the desk."""
    command = [
        str(pgbench()), "--no-vacuum", "--protocol=prepared", f"--client={CLIENTS}", "--jobs=1",
        f"--time={seconds:.0f}", "--define=n=0", f"--define=base={base}", f"--file={script}", desk.url,
    ]  # fmt: skip
    env = {**os.environ, "PGOPTIONS": "-c role=jishi_app -c search_path=jishi -c timezone=UTC -c jit=off"}
    said = subprocess.run(command, capture_output=True, text=True, env=env, check=False)
    found = re.search(r"tps = ([\d.]+)", said.stdout)
    assert found, said.stdout + said.stderr
    assert said.returncode == 0, said.stderr
    assert "number of failed transactions: 0" in said.stdout, said.stdout
    return float(found[1])


if __name__ == "__main__":
    for row in measure():
        print(row)
