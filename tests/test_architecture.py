"""The shape of the code, checked: what good intentions alone would not keep. STYLE.md has the reasons."""

import ast
import json
import math
import re
import sys
from pathlib import Path
from statistics import median

import pytest
from babel.messages.pofile import read_po

from tests.source import (
    MODULES,
    PACKAGES,
    PURE,
    ROOT,
    SOURCE,
    TESTS,
    dotted,
    functions,
    imported,
    is_pure,
    length,
    line_count,
    reached,
    reads_the_clock,
    tree,
    words_of_classes,
    words_of_path,
    words_said,
)

CONSOLE = ROOT / "console" / "src"
# Folders of the console that stand for no package of the desk: wiring, generated, free of any word of the domain, and
# what whoever runs the desk looks at, which the web layer serves.
CONSOLE_ONLY = {"app", "api", "ui", "operations"}
IMPURE_LIBRARIES = {
    "asyncio", "concurrent", "http", "multiprocessing", "os", "random", "secrets", "select", "signal", "socket",
    "sqlite3", "ssl", "subprocess", "threading", "time", "urllib",
}  # fmt: skip
STOPWATCHES = {
    "clock_gettime", "monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns", "process_time", "process_time_ns",
    "thread_time", "thread_time_ns", "timeit",
}  # fmt: skip
# A cost at one size beside that at another; patience with what must happen; a rate, for as long as it was asked.
MAY_MEASURE = {"growth.py": {"thread_time"}, "patience.py": {"monotonic"}, "web/test_rates.py": {"monotonic"}}
EMPTY_WORDS = {"data", "handle", "handler", "helper", "helpers", "manager", "misc", "process", "util", "utils"}
EMPTY_CLASS_WORDS = {"handler", "helper", "helpers", "manager", "util", "utils"}


def inside(path: Path) -> str:
    return str(path.relative_to(SOURCE))


each_module = pytest.mark.parametrize("path", MODULES, ids=inside)
each_package = pytest.mark.parametrize("package", PACKAGES, ids=inside)
each_pure_module = pytest.mark.parametrize("path", [path for path in MODULES if is_pure(path)], ids=inside)


@each_package
def test_a_package_says_what_it_owns_and_what_it_never_does(package: Path) -> None:
    doc = ast.get_docstring(tree(package / "__init__.py")) or ""
    assert "Owns:" in doc
    assert "Never:" in doc


@each_package
def test_a_package_file_holds_nothing_but_its_docstring(package: Path) -> None:
    assert len(tree(package / "__init__.py").body) == 1


@each_package
def test_a_package_comes_with_its_first_verb(package: Path) -> None:
    assert [path for path in package.rglob("*.py") if path.name != "__init__.py"] != []


@each_module
def test_a_store_is_private_to_its_package(path: Path) -> None:
    own = f"jishi.{path.relative_to(SOURCE).parts[0]}."
    stores = [name for name in imported(path) if re.search(r"^jishi\..*\.store(\.|$)", name)]
    assert [name for name in stores if not name.startswith(own)] == []


@each_pure_module
def test_rules_reach_nothing_but_the_standard_library_and_their_like(path: Path) -> None:
    allowed = (sys.stdlib_module_names - IMPURE_LIBRARIES) | {"jishi"}
    strangers = {
        f"{dotted(file)} imports {name}"
        for file in reached(path)
        for name in imported(file)
        if name.split(".")[0] not in allowed
    }
    assert strangers == set()


@each_pure_module
def test_rules_never_read_the_wall_clock(path: Path) -> None:
    assert [dotted(file) for file in reached(path) if reads_the_clock(file)] == []


@each_pure_module
def test_rules_never_wait(path: Path) -> None:
    assert [function.name for function in functions(path) if isinstance(function, ast.AsyncFunctionDef)] == []


def test_the_kernel_stands_on_the_standard_library_alone() -> None:
    kernel = [path for path in MODULES if path.is_relative_to(SOURCE / "kernel")]
    roots = {name.split(".")[0] for path in kernel for name in imported(path)}
    assert roots - sys.stdlib_module_names <= {"jishi"}


def test_planning_reaches_live_code_only_through_rules_and_models() -> None:
    planning = [path for path in MODULES if path.is_relative_to(SOURCE / "planning")]
    free = ("jishi.planning", "jishi.kernel", "jishi.storage")
    ours = {name for path in planning for name in imported(path) if name.startswith("jishi.")}
    assert {name for name in ours if not name.startswith(free) and not PURE.intersection(name.split("."))} == set()


def test_nobody_commits_but_the_outermost_layer() -> None:
    others = [path for path in MODULES if path.relative_to(SOURCE).parts[0] not in {"web", "storage"}]
    assert [inside(path) for path in others if re.search(r"\.(commit|rollback)\(", path.read_text("utf-8"))] == []


@each_module
def test_a_module_fits_in_the_head(path: Path) -> None:
    assert line_count(path) <= 400


def test_most_modules_fit_on_a_screen() -> None:
    assert median(line_count(path) for path in MODULES if path.name != "__init__.py") <= 80


def test_functions_are_short() -> None:
    lengths = sorted(length(function) for path in MODULES for function in functions(path))
    assert median(lengths) <= 8
    assert lengths[math.ceil(0.95 * len(lengths)) - 1] <= 30


@each_module
def test_names_say_something(path: Path) -> None:
    assert words_of_path(path) & EMPTY_WORDS == set()
    assert words_of_classes(path) & EMPTY_CLASS_WORDS == set()


def test_no_test_measures_seconds() -> None:
    """The machine may be busy, old, or full of what earlier tests left. How quick something is, a bench says; that a
    cost grows no faster than its size, tests/growth.py."""
    used = {str(path.relative_to(ROOT / "tests")): words_said(path) & STOPWATCHES for path in TESTS}
    assert {name: words for name, words in used.items() if words - MAY_MEASURE.get(name, set())} == {}


def test_the_console_mirrors_the_nouns() -> None:
    folders = {path.name for path in CONSOLE.iterdir() if path.is_dir()}
    assert folders - CONSOLE_ONLY <= {path.name for path in PACKAGES}


def test_a_file_of_the_console_fits_in_the_head() -> None:
    ours = [
        path for path in CONSOLE.rglob("*") if path.suffix in {".ts", ".vue", ".css"} and path.name != "schema.d.ts"
    ]
    assert [str(path.relative_to(CONSOLE)) for path in ours if line_count(path) > 400] == []


def test_the_console_says_everything_in_both_languages() -> None:
    english = sorted(CONSOLE.glob("*/words/en.json"))
    assert english != []
    for path in english:
        assert console_words(path) == console_words(path.with_name("zh-CN.json")), path


def console_words(path: Path) -> dict[str, list[str]]:
    """Every key with the placeholders of its text: a translation that drops one drops what it was to show."""
    flat: dict[str, list[str]] = {}

    def flatten(value: object, at: str) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                flatten(inner, f"{at}.{key}")
        else:
            flat[at] = sorted(set(re.findall(r"\{(\w+)\}", str(value))))

    flatten(json.loads(path.read_text("utf-8")), "")
    return flat


def test_the_server_says_everything_in_both_languages() -> None:
    """English sentences are their own keys; tests/web/test_catalogue.py finds those that the code says."""
    with (SOURCE / "locale" / "zh_CN" / "messages.po").open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    assert messages != []
    assert [message.id for message in messages if not message.string or message.fuzzy] == []
