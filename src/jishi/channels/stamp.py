"""A form's stamp: when it was opened, signed, with a number of its own by which a second sending is recognised."""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

NAME = "form stamps"
SOONEST = timedelta(seconds=2)  # nobody fills in a form faster
LATEST = timedelta(hours=24)
STAMP = re.compile(r"(\d{10,11})-([0-9a-f]{32})-([0-9a-f]{32})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Stamp:
    at: datetime
    nonce: str
    text: str


def new_stamp(key: bytes, now: datetime) -> Stamp:
    return _made(key, int(now.timestamp()), secrets.token_hex(16))


def renewed(key: bytes, stamp: Stamp, now: datetime) -> Stamp:
    """The same form, opened again now: what was uploaded for it stays its own."""
    return _made(key, int(now.timestamp()), stamp.nonce)


def read_stamp(key: bytes, text: str) -> Stamp | None:
    """None when it was not made here."""
    found = STAMP.fullmatch(text)
    if found is None or not hmac.compare_digest(found[3], _proof(key, int(found[1]), found[2])):
        return None
    return Stamp(datetime.fromtimestamp(int(found[1]), UTC), found[2], text)


def _made(key: bytes, at: int, nonce: str) -> Stamp:
    return Stamp(datetime.fromtimestamp(at, UTC), nonce, f"{at}-{nonce}-{_proof(key, at, nonce)}")


def _proof(key: bytes, at: int, nonce: str) -> str:
    return hmac.new(key, f"form {at} {nonce}".encode(), hashlib.sha256).hexdigest()[:32]
