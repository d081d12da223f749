"""How to get into the demo."""

import os
import secrets
from pathlib import Path

from jishi.web.config import Config

LOG_INS = (
    ("admin@demo.test", "administrator"),
    ("lead@demo.test", "supervisor"),
    ("agent@demo.test", "agent"),
    ("expert@demo.test", "expert of another department"),
)
NAME = "demo-password"
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike


def demo_password(config: Config) -> str | None:
    """The password of this desk's demo, or None when there is no demo."""
    path = _path(config)
    return path.read_text().strip() if path.exists() else None


def make_password(config: Config) -> str:
    """The password, made when there was none. Kept beside the data, readable by its owner alone."""
    if (known := demo_password(config)) is not None:
        return known
    password = "demo-" + "".join(secrets.choice(LETTERS) for _ in range(6))
    keep_password(config, password)
    return password


def keep_password(config: Config, password: str) -> None:
    """Where the next start finds it."""
    path = _path(config)
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(password + "\n")


def _path(config: Config) -> Path:
    return config.data / NAME
