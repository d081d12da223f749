"""A page of the inbox, and a search, on a desk with ten thousand tickets and with a million, a tenth of them open."""

from urllib.parse import quote

from benches.desk import BenchDesk, a_desk
from benches.history import grow
from benches.load import Outcome

FEW, MANY = 10_000, 1_000_000
PAGE_P50, PAGE_P99, SEARCH = 15.0, 60.0, 100.0
FLAT = 2.0  # times the median of the small desk
VIEWS = ("mine", "unassigned", "soon", "late", "waiting", "following", "solved", "all")
WORDS = (
    "您好",
    "退款",
    "发票",
    "花瓶",
    "貔貅",
    "破损",
)  # in every ticket, in 1 of 10, 100, 1,000, 20,000, and in 9 of 50


def measure(*, quick: bool = False) -> list[dict[str, object]]:
    many = MANY // 10 if quick else MANY
    with a_desk(agents=200) as desk:
        grow(desk, first=1, many=FEW)
        with desk.serve() as port:
            small = pages(desk, port)
        grow(desk, first=FEW + 1, many=many)
        with desk.serve() as port:
            large = pages(desk, port)
            searches = {word: search(desk, port, word) for word in WORDS}
    p50, p99, before = large.percentile(0.5), large.percentile(0.99), small.percentile(0.5)
    slowest = max(searches, key=lambda word: searches[word].percentile(0.95))
    worst = searches[slowest].percentile(0.95)
    return [
        {"name": "inbox", "what": f"page of 50 of {many:,} tickets, all views, median", "value": round(p50, 1),
         "unit": "ms", "limit": PAGE_P50, "better": "less", "ok": p50 <= PAGE_P50},
        {"name": "inbox_p99", "what": "the same, 99th percentile", "value": round(p99, 1), "unit": "ms",
         "limit": PAGE_P99, "better": "less", "ok": p99 <= PAGE_P99},
        {"name": "inbox_flat", "what": f"median with {many:,} tickets, of that with {FEW:,}",
         "value": round(p50 / before, 2), "unit": "×", "limit": FLAT, "better": "less", "ok": p50 / before <= FLAT},
        {"name": "search", "what": f"a two-character word in {many:,} tickets, slowest ({slowest}), 95th percentile",
         "value": round(worst, 1), "unit": "ms", "limit": SEARCH, "better": "less", "ok": worst <= SEARCH,
         "words": {word: round(said.percentile(0.5), 1) for word, said in searches.items()}},
    ]  # fmt: skip


def pages(desk: BenchDesk, port: int) -> Outcome:
    """All views, as an administrator and as an agent who sees two teams of three."""
    asked: list[tuple[str, str, object]] = [("GET", f"/tickets?view={view}", None) for view in VIEWS]
    asked += [("GET", "/tickets?level=urgent&view=unassigned", None), ("GET", "/tickets?state=open", None)]
    both = [desk.agent_token, desk.token]
    for token in both:
        desk.load(port, asked, clients=1, most=2 * len(asked), token=token)
    first, second = (desk.load(port, asked, clients=2, seconds=30, most=600, token=token) for token in both)
    assert not first.failures, first.failures
    assert not second.failures, second.failures
    first.milliseconds += second.milliseconds
    return first


def search(desk: BenchDesk, port: int, word: str) -> Outcome:
    asked: list[tuple[str, str, object]] = [("GET", f"/tickets?q={quote(word)}", None)]
    desk.load(port, asked, clients=1, most=5)
    said = desk.load(port, asked, clients=1, seconds=20, most=40)
    assert not said.failures, said.failures
    return said


if __name__ == "__main__":
    for row in measure():
        print(row)
