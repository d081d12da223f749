"""`POST /tickets/batch`: five hundred requests a call, four clients, everything by the rules of a single one."""

import os

import psutil

from benches.desk import a_desk, request

LEAST, BATCH = 3000.0, 500


def measure(*, quick: bool = False) -> list[dict[str, object]]:
    batches = [[request(n) for n in range(k, k + BATCH)] for k in range(0, 4000, BATCH)]
    calls: list[tuple[str, str, object]] = [("POST", "/tickets/batch", {"tickets": batch}) for batch in batches]
    with a_desk() as desk, desk.serve() as port:
        desk.load(port, calls, clients=1, most=len(calls), seconds=300)  # all customers are known from here on
        before = spent()
        said = desk.load(port, calls, clients=4, seconds=4 if quick else 15)
        python, database = (now - then for now, then in zip(spent(), before, strict=True))
        assert not said.failures, said.failures
        [[stored]] = desk.query("SELECT count(*) FROM tickets")
    assert stored == (said.good + len(calls)) * BATCH, stored
    many, rate = said.good * BATCH, said.per_second * BATCH
    each = [1e6 * seconds / many for seconds in (python, database)]
    why = (
        f"a ticket takes {each[0]:.0f} µs of Python (its rules, clocks and answer) and {each[1]:.0f} µs of PostgreSQL"
        f" (some ten rows and their indexes): {(os.cpu_count() or 1) * 1e6 / sum(each):,.0f}/s if this machine's"
        f" {os.cpu_count()} cores did nothing else"
    )
    return [
        {"name": "bulk", "what": f"POST /tickets/batch, {BATCH} a call", "value": round(rate), "unit": "tickets/s",
         "limit": LEAST, "better": "more", "ok": rate >= LEAST, "why": why},
    ]  # fmt: skip


def spent() -> tuple[float, float]:
    """Seconds of processor time that the web processes and the database have used."""
    python = database = 0.0
    for each in psutil.Process().children(recursive=True):
        times = each.cpu_times()
        if each.name() == "postgres":
            database += times.user + times.system
        elif "serve" in each.cmdline():
            python += times.user + times.system
    return python, database


if __name__ == "__main__":
    for row in measure():
        print(row)
