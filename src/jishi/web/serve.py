"""One web process."""

import functools
import socket
import sys

import uvicorn

from jishi.web.app import create_app
from jishi.web.config import Config
from jishi.web.equip import equip
from jishi.web.logs import log_lines
from jishi.web.patient import Patient, open_many_files
from jishi.web.reach import open_desk

LINGER = 3  # seconds that open streams get at the end


def serve(config: Config, url: str, *, fd: int | None = None) -> None:
    """Answer HTTP until told to stop: on a listening socket that was handed over, or on one of our own."""
    log_lines()
    open_many_files()
    equip(config)
    app = create_app(functools.partial(open_desk, url), metrics_token=config.metrics_token)
    settings = uvicorn.Config(
        app,
        host=config.host,
        port=config.port,
        loop="uvloop",
        http=Patient,
        ws="none",
        access_log=False,
        server_header=False,
        log_config=None,
        timeout_graceful_shutdown=LINGER,
        proxy_headers=True,
        forwarded_allow_ips="127.0.0.1",
    )
    # Uvicorn would take a bare number for a Unix socket: no addresses, and Nagle holds every answer back for 40 ms.
    server = uvicorn.Server(settings)
    server.run(sockets=None if fd is None else [socket.socket(fileno=fd)])
    if not server.started:
        sys.exit(1)
