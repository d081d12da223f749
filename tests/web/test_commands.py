"""The commands that scripts rely on."""

import pytest

from jishi.web.cli import main

PROMISED = (
    "up", "serve", "work", "migrate", "doctor", "token", "import", "export", "backup", "restore", "diagnose", "bench",
)  # fmt: skip


@pytest.mark.parametrize("command", PROMISED)
def test_a_promised_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    assert f"usage: jishi {command}" in capsys.readouterr().out


def test_wrong_usage_ends_with_two(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["no-such-command"], ["token"], ["diagnose"]):
        with pytest.raises(SystemExit) as ended:
            main(words)
        assert ended.value.code == 2
    assert "usage: jishi" in capsys.readouterr().err


def test_what_is_not_there_yet_says_so_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diagnose", "history.csv"]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert "cannot diagnose yet" in told.err
