"""`POST /tickets/batch`: five hundred requests a call, four clients, everything by the rules of a single one."""

from benches.desk import a_desk, request

LEAST, BATCH = 3000.0, 500


def measure(*, quick: bool = False) -> list[dict[str, object]]:
    batches = [[request(n) for n in range(k, k + BATCH)] for k in range(0, 4000, BATCH)]
    calls: list[tuple[str, str, object]] = [("POST", "/tickets/batch", {"tickets": batch}) for batch in batches]
    with a_desk() as desk, desk.serve() as port:
        desk.load(port, calls, clients=1, most=len(calls), seconds=300)  # all customers are known from here on
        said = desk.load(port, calls, clients=4, seconds=4 if quick else 15)
        assert not said.failures, said.failures
        [[stored]] = desk.query("SELECT count(*) FROM tickets")
    assert stored == (said.good + len(calls)) * BATCH, stored
    rate = said.per_second * BATCH
    return [
        {"name": "bulk", "what": f"POST /tickets/batch, {BATCH} a call", "value": round(rate), "unit": "tickets/s",
         "limit": LEAST, "better": "more", "ok": rate >= LEAST},
    ]  # fmt: skip


if __name__ == "__main__":
    for row in measure():
        print(row)
