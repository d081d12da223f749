"""The ruler of the tests that say how a cost grows tells a line from what is worse."""

import gc
import re

import pytest

from tests.growth import grows_like_a_line, growth


def once(size: int) -> int:
    return sum(range(size * 100))


def sorts(size: int) -> list[int]:
    return sorted(n * 7919 % 104_729 for n in range(size * 100))


def pairs(size: int) -> int:
    return sum(1 for one in range(size) for other in range(size) if one == other)


def copies(size: int) -> int:
    """Innocent to look at: each step copies the rest."""
    items = ["x"] * size * 10
    return sum(len(items[at:]) for at in range(len(items)))


def backtracks(size: int) -> object:
    return re.match(r"(?:a|aa)+x", "a" * size)


@pytest.mark.parametrize("does", [once, sorts])
def test_a_line_is_told_from_a_square(does: object) -> None:
    assert callable(does)
    assert grows_like_a_line(does, 50, 800)


@pytest.mark.parametrize("does", [pairs, copies])
def test_a_square_is_told_from_a_line(does: object) -> None:
    assert callable(does)
    assert not grows_like_a_line(does, 50, 800)


def test_backtracking_is_told_from_a_line_before_it_takes_for_ever() -> None:
    assert not grows_like_a_line(backtracks, 12, 24)


def test_the_collection_of_garbage_is_on_again_afterwards() -> None:
    assert gc.isenabled()
    seen: list[bool] = []
    growth(lambda _: seen.append(gc.isenabled()), 1, 2)
    assert gc.isenabled()
    assert not any(seen)
