from types import SimpleNamespace

import pytest

from jishi.identity import rate
from jishi.identity.rate import Rate, address_of
from jishi.identity.short_memory import ShortMemory
from jishi.kernel.errors import TooMany


class Watch:
    """A clock that stands until it is moved."""

    seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def watch() -> Watch:
    return Watch()


def test_a_burst_passes_and_the_next_has_to_wait(watch: Watch) -> None:
    each = Rate(burst=3, per_second=0.5, now=watch)
    for _ in range(3):
        each.take("a")
    with pytest.raises(TooMany) as refused:
        each.take("a")
    assert refused.value.seconds == 2
    each.take("b")


def test_waiting_as_long_as_was_said_is_enough(watch: Watch) -> None:
    each = Rate(burst=1, per_second=0.1, now=watch)
    each.take("a")
    with pytest.raises(TooMany) as refused:
        each.take("a")
    watch.seconds += refused.value.seconds
    each.take("a")


def test_a_refused_request_does_not_make_the_wait_longer(watch: Watch) -> None:
    each = Rate(burst=1, per_second=1, now=watch)
    each.take("a")
    for _ in range(100):
        with pytest.raises(TooMany):
            each.take("a")
    watch.seconds += 1
    each.take("a")


def test_what_is_given_back_can_be_taken_again_but_never_more_than_the_burst(watch: Watch) -> None:
    each = Rate(burst=2, per_second=0.001, now=watch)
    each.take("a")
    each.take("a")
    each.give("a")
    each.take("a")
    each.give("b", 50)
    assert each.left("b") == 2


def test_memory_stays_bounded_whoever_asks(watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate, "MOST_BUCKETS", 100)
    each = Rate(burst=2, per_second=1, now=watch)
    for n in range(1000):
        each.take(f"attacker-{n}")
    assert len(each._buckets) <= 100


def test_sweeping_keeps_the_buckets_that_are_not_full(watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate, "MOST_BUCKETS", 100)
    each = Rate(burst=1, per_second=0.01, now=watch)
    for n in range(99):
        each.take(f"old-{n}")
    watch.seconds += 200
    each.take("recent")
    each.take("one more")
    with pytest.raises(TooMany):
        each.take("recent")


@pytest.mark.parametrize(
    ("host", "counted_as"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::/64"),
        ("testclient", "testclient"),
    ],
)
def test_an_address_is_counted_by_what_one_household_has(host: str, counted_as: str) -> None:
    assert address_of(SimpleNamespace(client=SimpleNamespace(host=host))) == counted_as


def test_a_unix_socket_has_no_address() -> None:
    assert address_of(SimpleNamespace(client=None)) == "unknown"


def test_an_answer_is_remembered_for_a_moment(watch: Watch) -> None:
    memory = ShortMemory[str, str](1, now=watch)
    memory.keep("token", "Li", about=12)
    assert memory.recall("token") == "Li"
    watch.seconds += 1
    assert memory.recall("token") is None


def test_what_is_being_changed_is_neither_trusted_nor_learnt_anew(watch: Watch) -> None:
    memory = ShortMemory[str, str](1, now=watch)
    memory.keep("token", "Li", about=12)
    memory.keep("other", "Wang", about=13)
    memory.forget(12)
    assert memory.recall("token") is None
    memory.keep("token", "Li, read before the change was committed", about=12)
    assert memory.recall("token") is None
    assert memory.recall("other") == "Wang"


def test_memory_of_answers_stays_bounded(watch: Watch) -> None:
    memory = ShortMemory[int, int](1, now=watch)
    for n in range(30_000):
        memory.keep(n, n, about=n)
    assert len(memory._kept) <= 10_000
