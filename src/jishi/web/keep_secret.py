"""Secrets of the whole desk, derived from one that is kept beside its data or given by the environment."""

import contextlib
import hashlib
import hmac
import os
import secrets
from pathlib import Path

from jishi.web.config import Config

NAME = "secret"
VARIABLE = "JISHI_SECRET"


def desk_secret(config: Config, purpose: str) -> bytes:
    """32 bytes for one purpose; the same in every process of the desk. On many machines, set JISHI_SECRET."""
    root = os.environ.get(VARIABLE, "").encode() or _kept(config.data / NAME)
    return hmac.new(root, purpose.encode(), hashlib.sha256).digest()


def _kept(path: Path) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True)
    made = path.with_name(f"{NAME}.{os.getpid()}")
    if not path.exists():
        descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(made, path)  # whoever links first has made it; the others read that one
        made.unlink()
    return path.read_bytes().strip()
