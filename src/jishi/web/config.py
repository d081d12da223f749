"""What the environment says."""

import os
from dataclasses import dataclass
from pathlib import Path


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
            host=env.get("JISHI_HOST", default.host),
            port=int(env.get("JISHI_PORT", default.port)),
            data=Path(env.get("JISHI_DATA", default.data)).expanduser().absolute(),
            database_url=env.get("JISHI_DATABASE_URL") or None,
            web_workers=int(env.get("JISHI_WEB_WORKERS", min(4, os.cpu_count() or 1))),
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
