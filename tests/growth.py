"""How what something costs grows with its size. Both sizes are measured by turns within one run, so that neither the
machine's speed nor what else it does counts; how long anything takes in seconds is for the benches to say."""

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

TRIES, ROUNDS = 5, 4


def grows_like_a_line(does: Callable[[int], object], small: int, large: int) -> bool:
    """Whether `does(large)` costs rather as many times more than `does(small)` as it is larger than the square of
    that: sixteen times the size may cost up to 64 times as much, where a square costs 256 times.

    Asked anew when the answer is no: noise ends, a square does not.
    """
    most = (large / small) ** 1.5
    return any(growth(does, small, large) < most for _ in range(ROUNDS))


def growth(does: Callable[[int], object], small: int, large: int) -> float:
    """How many times the processor's time of the small one the large one takes, of the least of several tries each."""
    with _no_collection():
        tries = [(_seconds(does, small), _seconds(does, large)) for _ in range(TRIES)]
    return min(large for _, large in tries) / min(small for small, _ in tries)


def _seconds(does: Callable[[int], object], size: int) -> float:
    began = time.thread_time()
    does(size)
    return time.thread_time() - began


@contextmanager
def _no_collection() -> Iterator[None]:
    """A collection of garbage walks over all that earlier tests have left: it takes the longer the more they were."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
