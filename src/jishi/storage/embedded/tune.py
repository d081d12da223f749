"""The server's settings: safe first, then moderate in memory."""

import os
from collections.abc import Mapping
from pathlib import Path

SETTINGS: Mapping[str, str] = {
    # Nobody but us: no network, one private socket.
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "port": "5432",
    # What was acknowledged is kept. Said here so that no file can say otherwise.
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "wal_compression": "on",
    "max_wal_size": "2GB",
    "min_wal_size": "128MB",
    "checkpoint_timeout": "15min",
    # Memory and processes of a desk on one machine.
    "max_connections": "100",
    "work_mem": "8MB",
    "maintenance_work_mem": "128MB",
    "random_page_cost": "1.1",
    "jit": "off",
    "max_wal_senders": "0",
    "max_logical_replication_workers": "0",
    "max_parallel_workers_per_gather": "1",
    # The journal grows all day and the outbox turns over: vacuum little and often.
    "autovacuum_naptime": "15s",
    "autovacuum_max_workers": "2",
    "autovacuum_vacuum_scale_factor": "0.05",
    "autovacuum_analyze_scale_factor": "0.05",
    "autovacuum_vacuum_insert_scale_factor": "0.1",
    "autovacuum_vacuum_cost_limit": "1000",
    "log_line_prefix": "%m [%p] ",
    "log_checkpoints": "off",
    "log_lock_waits": "on",
    "log_timezone": "UTC",
    "timezone": "UTC",
    # Any encoding but one would let a client store what another cannot read.
    "client_encoding": "UTF8",
}

# The launcher writes the log down, and understands what it says.
HEARD: Mapping[str, str] = {
    "logging_collector": "off",
    "log_destination": "stderr",
    "log_min_messages": "warning",
    "lc_messages": "C",
}


def tune(chosen: Mapping[str, str]) -> dict[str, str]:
    """Return the settings of a server on this machine; what the caller chose wins, but for the log."""
    return {**SETTINGS, "shared_buffers": buffers(), **shared_memory(), **chosen, **HEARD}


def buffers() -> str:
    """Return the size of the page cache: pages count as used memory only once touched."""
    whole = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return "256MB" if whole >= 4 << 30 else "128MB"


def shared_memory(mount: Path = Path("/dev/shm")) -> dict[str, str]:  # noqa: S108  # only measured
    """Keep parallel queries out of a /dev/shm too small for them, as containers have by default (64 MB)."""
    try:
        room = os.statvfs(mount)
    except OSError:
        return {}
    return {"dynamic_shared_memory_type": "mmap"} if room.f_blocks * room.f_frsize < 256 << 20 else {}
