"""A place in which the web processes of one desk count together.

They share one port, so Prometheus meets now this one, now that. Were each to show its own counts, every other look
would see them fall, which means a restart to Prometheus.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # read by the library as soon as it is imported


@contextmanager
def count_together() -> Iterator[dict[str, str]]:
    """What web processes need in their environment; nothing where there is no room for it."""
    try:
        folder = tempfile.mkdtemp(prefix="jishi-figures-")
    except OSError:
        yield {}
        return
    try:
        yield {FOLDER: folder}
    finally:
        shutil.rmtree(folder, ignore_errors=True)
