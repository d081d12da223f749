"""What the environment says."""

import os
from dataclasses import dataclass
from pathlib import Path

from jishi.kernel.errors import Invalid


class WrongSetting(Invalid):
    """{name} cannot be {given}: {wanted}."""


class WrongAddress(Invalid):
    """JISHI_DATABASE_URL has to look like postgresql://user:password@host/database."""


@dataclass(frozen=True, slots=True)
class Config:
    """`JISHI_*` variables with their defaults."""

    host: str = "127.0.0.1"
    port: int = 8080
    data: Path = Path("var")
    database_url: str | None = None  # None: the embedded server
    web_workers: int = 1
    metrics_token: str | None = None
    url: str | None = None  # None: the host and the port

    @classmethod
    def from_environment(cls) -> "Config":
        env, default = os.environ, cls()
        return cls(
            host=env.get("JISHI_HOST") or default.host,
            port=_whole("JISHI_PORT", default.port, least=0, most=65535),
            data=Path(env.get("JISHI_DATA") or default.data).expanduser().absolute(),
            database_url=_address(env.get("JISHI_DATABASE_URL") or None),
            web_workers=_whole("JISHI_WEB_WORKERS", min(4, os.cpu_count() or 1), least=1, most=64),
            metrics_token=env.get("JISHI_METRICS_TOKEN") or None,
            url=env.get("JISHI_URL", "").rstrip("/") or None,
        )

    @property
    def cluster(self) -> Path:
        """Where the embedded server keeps its database."""
        return self.data / "postgres"

    @property
    def address(self) -> str:
        """Where people find the console, for links in mail."""
        return self.url or f"http://{self.host}:{self.port}"


def _whole(name: str, default: int, *, least: int, most: int) -> int:
    given = os.environ.get(name, "").strip() or str(default)
    if not (given.isascii() and given.isdecimal() and least <= int(given) <= most):
        raise WrongSetting(name=name, given=given, wanted=f"it is a whole number from {least} to {most}")
    return int(given)


def _address(given: str | None) -> str | None:
    # It is not shown: it may hold a password.
    if given is not None and not given.startswith(("postgresql://", "postgres://")):
        raise WrongAddress
    return given
