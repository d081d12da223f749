"""What Prometheus reads."""

import os
import subprocess
import sys

import httpx
from prometheus_client.parser import text_string_to_metric_families

from jishi.web.count_together import count_together

COUNT = """
from jishi.web import observe
observe.REQUESTS.labels("GET", "200").inc({times})
observe.SCREENS.inc(2)
"""
SHOW = "import sys; from jishi.web.figures import figures; sys.stdout.buffer.write(figures())"


def run(program: str, place: dict[str, str]) -> str:
    words = [sys.executable, "-c", program]
    return subprocess.run(words, env=os.environ | place, check=True, capture_output=True, text=True).stdout


def test_processes_count_together_and_what_one_counted_outlives_it() -> None:
    with count_together() as place:
        run(COUNT.format(times=3), place)
        run(COUNT.format(times=4), place)
        for program in (SHOW, COUNT.format(times=1) + SHOW):
            shown = {
                sample.name: sample.value
                for family in text_string_to_metric_families(run(program, place))
                for sample in family.samples
            }
            ours = program is not SHOW
            assert shown["jishi_requests_total"] == 7 + ours
            assert shown.get("jishi_screens", 0) == 2 * ours  # those of processes that ended are closed
    assert not any(os.path.exists(folder) for folder in place.values())  # noqa: PTH110


async def test_prometheus_can_read_the_figures_and_their_kind(http: httpx.AsyncClient) -> None:
    await http.get("/healthz")
    answer = await http.get("/metrics")
    assert answer.status_code == 200
    # A parameter that is named twice makes Prometheus refuse the whole answer.
    assert answer.headers["content-type"].count("charset") == 1
    names = {family.name for family in text_string_to_metric_families(answer.text)}
    assert {"jishi_requests", "jishi_request_seconds", "jishi_screens", "jishi_reactions_waiting"} <= names
