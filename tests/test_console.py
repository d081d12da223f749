"""The console's own tests, and that a wheel brings it along."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.source import ROOT

LEFT_BEHIND = shutil.ignore_patterns(
    ".git", ".venv", "var", "node_modules", "console.tsbuildinfo", "*_cache", "__pycache__"
)


def run(*command: str | Path, at: Path = ROOT) -> None:
    done = subprocess.run(command, cwd=at, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]


def test_the_arithmetic_of_the_console_holds() -> None:
    run(sys.executable, "build/console.py", "run", "test")


def test_both_locks_name_no_place_but_the_common_one() -> None:
    python = set(re.findall(r'(?:registry|url) = "https?://([^/"]+)', (ROOT / "uv.lock").read_text()))
    assert python == {"pypi.org", "files.pythonhosted.org"}
    assert '"resolved"' not in (ROOT / "console" / "package-lock.json").read_text()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> ZipFile:
    """What `pip wheel .` makes of the sources alone."""
    place = tmp_path_factory.mktemp("wheel")
    shutil.copytree(ROOT, place / "desk", ignore=LEFT_BEHIND)
    shutil.rmtree(place / "desk" / "src" / "jishi" / "web" / "static" / "console", ignore_errors=True)
    run(sys.executable, "-m", "pip", "wheel", "--no-deps", "--wheel-dir", place, ".", at=place / "desk")
    return ZipFile(next(place.glob("jishi-*.whl")))


@pytest.mark.slow
def test_a_wheel_brings_the_built_console(wheel: ZipFile) -> None:
    home = "jishi/web/static/console/"
    page = wheel.read(f"{home}index.html").decode()
    wanted = re.findall(r'(?:src|href)="/(assets/[^"]+)"', page)
    assert len(wanted) >= 2
    assert {home + name for name in wanted} <= set(wheel.namelist())


@pytest.mark.slow
def test_a_wheel_brings_everything_that_is_not_python(wheel: ZipFile) -> None:
    source = ROOT / "src"
    beside = [
        path for path in (source / "jishi").rglob("*") if path.suffix in {".sql", ".po", ".html", ".css", ".typed"}
    ]
    ours = {str(path.relative_to(source)) for path in beside if "static/console" not in str(path)}
    assert ours - set(wheel.namelist()) == set()


def test_the_typed_client_is_made_from_the_routes(tmp_path: Path) -> None:
    jishi = Path(sys.executable).with_name("jishi")
    routes = subprocess.run([jishi, "openapi"], capture_output=True, check=True).stdout
    assert json.loads(routes) == json.loads((ROOT / "console" / "openapi.json").read_text("utf-8")), "run `make api`"
    written = tmp_path / "schema.d.ts"
    run(sys.executable, "build/console.py", "run", "api", "--output", str(written))
    assert written.read_text("utf-8") == (ROOT / "console/src/api/schema.d.ts").read_text("utf-8"), "run `make api`"
