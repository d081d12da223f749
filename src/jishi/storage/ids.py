"""Identifiers, taken from the database a thousand at a time."""

from collections.abc import Awaitable, Callable

BLOCK = 1000
# What all that a process has begun may take before one of them looks again: a few dozen each, at most. What needs more
# makes sure of its own with `Transaction.reserve_ids`.
RESERVE = 5 * BLOCK


class IdBlocks:
    """Numbers unique in the whole database, known before a row is stored. Gaps are normal; order says nothing."""

    def __init__(self, next_block: Callable[[], Awaitable[int]]) -> None:
        self._next_block = next_block
        self._blocks: list[range] = []

    async def reserve(self, count: int = RESERVE) -> None:
        """Make sure that `count` further calls of `take` need no database."""
        while sum(map(len, self._blocks)) < count:
            start = await self._next_block()
            self._blocks.append(range(start, start + BLOCK))

    def take(self) -> int:
        """The next number. Raises IndexError when more were taken than reserved."""
        block = self._blocks[0]
        if len(block) == 1:
            self._blocks.pop(0)
        else:
            self._blocks[0] = block[1:]
        return block[0]
