"""How long a test waits for what must happen: far longer than it takes even on a machine that does much else, since
only a test that fails waits to the end. How quickly something happens is for the benches to say."""

import asyncio
import time
from collections.abc import Awaitable, Callable

PATIENCE = 180.0  # seconds: a first start with the demo takes half a minute alone on a machine
STEP = 0.01


def until(true: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Wait until something is true; fail when it does not become so."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(STEP)


async def becomes(true: Callable[[], Awaitable[object]]) -> None:
    """Wait until something that must be asked for is true; fail when it does not become so."""
    async with in_time():
        while True:
            if await true():
                return
            await asyncio.sleep(STEP)


def in_time() -> asyncio.Timeout:
    """`async with in_time():` what would otherwise be waited for without end."""
    return asyncio.timeout(PATIENCE)
