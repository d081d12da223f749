"""Hash and verify passwords, off the event loop and a few at a time."""

import asyncio
import os
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from jishi.identity.errors import TooBusyToVerify

Result = TypeVar("Result")

# OWASP asks for at least 19 MiB with two passes. Each running hash holds its memory, so their number is bounded.
HASHER = PasswordHasher(time_cost=2, memory_cost=32 * 1024, parallelism=1)
AT_ONCE = max(1, min(4, (os.cpu_count() or 2) // 2))
MOST_WAITING = 200

# A hash that no password has, with the same cost: an unknown e-mail must not be answered sooner than a known one.
NOBODY = "$argon2id$v=19$m=32768,t=2,p=1$T25lc2FsdG9ubHkxMjM0NQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

_threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="argon2")
_running: set[asyncio.Future[Any]] = set()


async def hash_password(password: str) -> str:
    return await _elsewhere(lambda: HASHER.hash(_bytes(password)))


async def verify_password(password: str, stored: str | None) -> bool:
    """Whether this is the password. Takes as long when there is none stored."""
    return await _elsewhere(lambda: _verify(password, stored or NOBODY)) and stored is not None


def is_outdated(stored: str) -> bool:
    """Whether the hash was made at another cost than today's."""
    return HASHER.check_needs_rehash(stored)


def _verify(password: str, stored: str) -> bool:
    try:
        return HASHER.verify(stored, _bytes(password))
    except (VerificationError, InvalidHashError):
        return False


def _bytes(password: str) -> bytes:
    """Keyboards differ in how they compose letters; the person typed the same."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")


async def _elsewhere(work: Callable[[], Result]) -> Result:
    if len(_running) >= MOST_WAITING:
        raise TooBusyToVerify
    future = asyncio.get_running_loop().run_in_executor(_threads, work)
    _running.add(future)
    future.add_done_callback(_running.discard)
    return await future
