"""What the documents say is so."""

import json
import re
import shlex
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import metadata
from pathlib import Path
from string import Template
from typing import Any

import httpx
import pytest

from build.flow import PAGE, draw
from jishi.clock.model import Kind, TimerState
from jishi.identity.model import Role
from jishi.tickets.model import CHANNELS, Author, Level, State
from jishi.web.cli import make_parser
from jishi.workforce.model import Status
from tests.patience import PATIENCE
from tests.running import RunningDesk
from tests.source import ROOT, SOURCE

DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), *(ROOT / name for name in ("README.md", "STYLE.md", "CONTRIBUTING.md"))])
CODE = [path for top in ("src/jishi", "tests", "build") for path in (ROOT / top).rglob("*.py")]
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


def test_the_flow_is_the_one_that_the_code_has() -> None:
    assert PAGE.read_text("utf-8") == draw(), "run `make flow`"


@each_page
def test_a_link_leads_somewhere(page: Path) -> None:
    text = page.read_text("utf-8")
    targets = re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r"^\[[^\]]+\]: (\S+)$", text, re.MULTILINE)
    local = [target for target in targets if not re.match(r"[a-z]+:", target)]
    assert [target for target in local if not leads(page, target)] == []


def leads(page: Path, target: str) -> bool:
    path, _, heading = target.partition("#")
    file = (page.parent / path).resolve() if path else page
    return file.exists() and (not heading or heading in headings(file))


def headings(page: Path) -> set[str]:
    """The anchors that a page has, as GitHub makes them."""
    titles = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}


@each_page
def test_a_file_that_is_named_exists(page: Path) -> None:
    """Names in code type that look like one of our files: `tickets/receive.py`, `docs/map.md`, `web/`."""
    named = re.findall(r"`([\w\-]+(?:/[\w\-.*]+)*/?[\w\-*]*\.(?:py|sql|ts|vue|po|md|toml))`", page.read_text("utf-8"))
    places = (ROOT, SOURCE, ROOT / "console" / "src", page.parent)
    with_folder = {name for name in named if "/" in name}
    assert [name for name in with_folder if not any(list(place.glob(name)) for place in places)] == []


def test_the_glossary_knows_every_word_of_the_api() -> None:
    text = (DOCS / "glossary.md").read_text("utf-8")
    words = [*State, *Level, *Author, *Kind, *TimerState, *Role, *Status, *CHANNELS]
    assert [word for word in words if f"`{word}`" not in text] == []


def test_every_setting_is_described_and_every_described_one_exists() -> None:
    read = {name for path in CODE for name in re.findall(r'"(JISHI_[A-Z_]+)"', path.read_text("utf-8"))}
    read |= {f"JISHI_{name}" for path in CODE for name in re.findall(r"JISHI_([A-Z_]+)", path.read_text("utf-8"))}
    told = set(re.findall(r"`(JISHI_[A-Z_]+)", (DOCS / "operations.md").read_text("utf-8")))
    assert told - read == set()
    assert {name for name in settings_of_the_desk() if name not in told} == set()


def settings_of_the_desk() -> set[str]:
    """Variables that the code under src/ asks the environment for."""
    text = "\n".join(path.read_text("utf-8") for path in SOURCE.rglob("*.py"))
    return set(re.findall(r'(?:env|environ)\.get\(\s*"(JISHI_[A-Z_]+)"', text))


def test_every_command_is_described_and_every_described_one_exists() -> None:
    [commands] = [action.choices for action in make_parser()._actions if isinstance(action.choices, dict)]
    assert commands is not None
    told = set(re.findall(r"jishi ([a-z]+)\b", (DOCS / "operations.md").read_text("utf-8")))
    assert told == set(commands)


def test_every_figure_of_the_desk_is_described() -> None:
    made = {
        name
        for path in SOURCE.rglob("*.py")
        for name in re.findall(r'(?:Counter|Gauge|Histogram)\(\s*"(\w+)"', path.read_text("utf-8"))
    }
    told = set(re.findall(r"\| `(jishi_\w+)`", (DOCS / "operations.md").read_text("utf-8")))
    assert told == made


def test_every_dependency_is_named_with_the_licence_that_it_has() -> None:
    table = dict(re.findall(r"^\| ([@\w\-/]+) \| ([^|]+) \|", dependencies(), re.MULTILINE))
    del table["package"]
    assert set(table) == wanted()
    for name, licence in table.items():
        assert same(licence, licence_of(name)), name


def dependencies() -> str:
    return (DOCS / "decisions" / "0001-dependencies.md").read_text("utf-8")


def wanted() -> set[str]:
    """Direct dependencies, by the files that declare them."""
    python = (ROOT / "pyproject.toml").read_text("utf-8")
    named = set(re.findall(r'^\s*(?:s3 = \[|console = \[)?"([\w\-]+)(?:\[\w+\])?[><=]', python, re.MULTILINE))
    console = json.loads((ROOT / "console" / "package.json").read_text("utf-8"))
    return named | {"uv"} | {*console["dependencies"], *console["devDependencies"]}


def licence_of(name: str) -> str:
    package = ROOT / "console" / "node_modules" / name / "package.json"
    if package.exists():
        return str(json.loads(package.read_text("utf-8"))["license"])
    told = metadata(name).json
    classifiers = [each.rpartition(" :: ")[2] for each in told.get("classifier", []) if "License ::" in each]
    text = str(told.get("license_expression") or told.get("license") or "")
    # Some put all their licences' texts there, those of the compiler's run-time libraries too.
    return " ".join([text if "\n" not in text else "", *classifiers])


def same(told: str, found: str) -> bool:
    """Licences are written in many ways; the family has to agree."""
    families = ("Apache", "BSD", "MIT", "MPL", "OFL", "ISC", "PSF")
    return any(family in told and family in found for family in families) and "GPL" not in found.replace("LGPL", "GPL")


@dataclass(frozen=True)
class Example:
    """A request of docs/api.md with the beginning of what it answers."""

    command: str
    form: str
    status: int
    answer: str


def examples() -> Iterator[Example]:
    text = (DOCS / "api.md").read_text("utf-8")
    for command, form, status, answer in re.findall(
        r"```sh\n(.*?)```\n```(json|text) (\d+)\n(.*?)```", text, re.DOTALL
    ):
        yield Example(command, form, int(status), answer)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """What the examples call DESK and TOKEN."""
    desk = RunningDesk(tmp_path_factory.mktemp("docs"), demo=False)
    desk.start()
    yield {"TOKEN": desk.set_up(), "DESK": desk.url}
    desk.stop()


@pytest.mark.slow
def test_the_examples_of_the_api_answer_what_the_page_says(served: dict[str, str]) -> None:
    count = 0
    for example in examples():
        status, answer = ask(Template(example.command).substitute(served))
        assert status == example.status, f"{example.command}\n{answer}"
        if example.form == "json":
            found = json.loads(answer)
            assert_like(json.loads(example.answer), found, example.command)
            served.setdefault("TICKET", str(found["id"]) if "number" in found else "")
            if not served["TICKET"]:
                del served["TICKET"]
        else:
            assert example.answer.strip() in answer
        count += 1
    assert count == (DOCS / "api.md").read_text("utf-8").count("```sh")


def ask(command: str) -> tuple[int, str]:
    """Do what curl would."""
    curl = ArgumentParser()
    curl.add_argument("url")
    curl.add_argument("-X")
    curl.add_argument("-H", action="append", default=[])
    curl.add_argument("-d")
    curl.add_argument("-s", "-N", action="store_true")
    asked = curl.parse_args(shlex.split(command.replace("\\\n", " "))[1:])
    headers = dict(header.split(": ", 1) for header in asked.H)
    method = asked.X or ("POST" if asked.d else "GET")
    body = asked.d.encode() if asked.d else None
    with (
        httpx.Client(trust_env=False, timeout=PATIENCE) as client,
        client.stream(method, asked.url, headers=headers, content=body) as answer,
    ):
        if "event-stream" in answer.headers["content-type"]:
            return answer.status_code, next(answer.iter_text())
        return answer.status_code, answer.read().decode()


def assert_like(told: Any, found: Any, where: str) -> None:
    """Everything told is found; ids, numbers of tickets, instants and seconds may differ, and what stands as …."""
    if isinstance(told, dict):
        for key, value in told.items():
            assert key in found, f"{where}: no {key} in {found}"
            assert_like(value, found[key], f"{where} {key}")
    elif isinstance(told, list):
        assert len(found) >= len(told), f"{where}: {found}"
        for mine, theirs in zip(told, found, strict=False):
            assert_like(mine, theirs, where)
    elif told == "…" or where.endswith((" id", " number", " remaining_seconds")):
        assert isinstance(found, type(told)), f"{where}: {found}"
    else:
        assert found == told, f"{where}: {found}"
