"""The table of measurements."""

import json
from pathlib import Path

import pytest

from jishi.web.bench import NoSuchBench, run_benches


def test_a_bench_prints_its_table_and_keeps_its_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "deep" / "figures.json"
    code = run_benches(["due_at"], file, quick=True)
    found = json.loads(file.read_text())
    [row] = found["benches"]
    assert (row["name"], row["limit"], row["unit"]) == ("due_at", 2.0, "µs/call")
    assert row["ok"] == (row["value"] <= 2.0)
    assert code == (0 if row["ok"] else 1)
    table = capsys.readouterr().out
    assert "due instant on a compiled 10-year calendar" in table
    assert ("Every limit holds." if row["ok"] else "Missed: due_at") in table


def test_an_unknown_bench_is_refused_with_the_names_of_those_there_are() -> None:
    with pytest.raises(NoSuchBench, match="due_at, match, start"):
        run_benches(["speed"], None)
