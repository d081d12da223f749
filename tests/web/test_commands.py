"""The commands that scripts rely on."""

from pathlib import Path

import pytest

from jishi.storage.migrate import OutOfReach
from jishi.web.cli import main
from jishi.web.reach import NotPrepared, check_ready
from tests.web.databases import empty_database

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


@pytest.mark.parametrize(
    ("name", "given"),
    [("JISHI_PORT", "eighty"), ("JISHI_PORT", "99999"), ("JISHI_PORT", "-1"), ("JISHI_WEB_WORKERS", "0")],
)
def test_a_wrong_setting_is_named(
    name: str, given: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(name, given)
    assert main(["migrate"]) == 1
    assert capsys.readouterr().err.startswith(f"jishi: {name} cannot be {given}: it is a whole number from ")


def test_a_wrong_address_of_the_database_is_not_repeated(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JISHI_DATABASE_URL", "mysql://desk:secret@host/desk")
    assert main(["doctor"]) == 1
    told = capsys.readouterr().err
    assert "JISHI_DATABASE_URL has to look like postgresql://" in told
    assert "secret" not in told


COMMANDS_ON_A_DATABASE = (
    ["serve"],
    ["work"],
    ["migrate"],
    ["prepare"],
    ["token", "--workspace", "demo", "--email", "admin@demo.test"],
    ["export", "table.csv", "--workspace", "demo"],
    ["backup", "desk.zip"],
)


@pytest.mark.parametrize("words", COMMANDS_ON_A_DATABASE, ids=" ".join)
def test_a_database_that_is_away_is_one_clear_line(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JISHI_DATA", str(tmp_path))
    monkeypatch.setenv("JISHI_DATABASE_URL", f"postgresql://nobody@/jishi?host={tmp_path}")
    assert main(words) == 1
    told = capsys.readouterr().err
    assert told.startswith("jishi: The database cannot be reached: ")
    assert told.count("\n") == 1


def test_a_file_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["restore", str(tmp_path / "desk.zip")]) == 1
    assert capsys.readouterr().err == f"jishi: {tmp_path}/desk.zip: No such file or directory\n"


async def test_a_database_without_tables_says_what_to_run(database_url: str) -> None:
    await check_ready(database_url)
    async with empty_database(database_url) as url:
        with pytest.raises(NotPrepared, match="Run: jishi migrate"):
            await check_ready(url)
    with pytest.raises(OutOfReach, match="does not exist"):
        await check_ready(url)
