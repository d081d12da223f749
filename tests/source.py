"""Reads our own source as trees, for the tests of its shape."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "jishi"
MODULES = sorted(SOURCE.rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
PACKAGES = sorted(path.parent for path in SOURCE.glob("*/__init__.py"))
PURE = {"rules", "model", "facts"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def line_count(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def dotted(path: Path) -> str:
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def where(name: str) -> Path | None:
    """The file of one of our modules, by its dotted name."""
    base = SOURCE.parent.joinpath(*name.split("."))
    candidates = (base.with_suffix(".py"), base / "__init__.py")
    return next((path for path in candidates if path.exists()), None)


@cache
def imported(path: Path) -> tuple[str, ...]:
    """Dotted names of the modules that a file imports."""
    return tuple(_imported(tree(path)))


def _imported(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if name.startswith("jishi") and where(name) else node.module for name in inner)


@cache
def reached(path: Path) -> frozenset[Path]:
    """A file and every file of ours that it imports, however indirectly."""
    found, waiting = {path}, [path]
    while waiting:
        ours = {file for name in imported(waiting.pop()) if (file := where(name))}
        waiting.extend(ours - found)
        found |= ours
    return frozenset(found)


def is_pure(path: Path) -> bool:
    """Named rules, model or facts, or lying in a folder of that name."""
    inside = path.relative_to(SOURCE).with_suffix("").parts
    return bool(PURE.intersection(inside[1:]))


def functions(path: Path) -> Iterator[Function]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def length(function: Function) -> int:
    """Lines from `def` to the end, without the docstring."""
    doc = function.body[0] if ast.get_docstring(function) is not None else None
    said = (doc.end_lineno or doc.lineno) - doc.lineno + 1 if doc else 0
    return (function.end_lineno or function.lineno) - function.lineno + 1 - said


def reads_the_clock(path: Path) -> bool:
    """Whether a file calls `now`, `today` or `utcnow` of something that is not its own argument's value."""
    calls = (node.func for node in ast.walk(tree(path)) if isinstance(node, ast.Call))
    return any(isinstance(call, ast.Attribute) and call.attr in {"now", "today", "utcnow"} for call in calls)


def words_said(path: Path) -> set[str]:
    """Every name that a file uses or imports, of whatever it is a part."""
    nodes = list(ast.walk(tree(path)))
    imports = {alias.name for node in nodes if isinstance(node, ast.Import | ast.ImportFrom) for alias in node.names}
    attributes = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    return imports | attributes | {node.id for node in nodes if isinstance(node, ast.Name)}


def words_of_classes(path: Path) -> set[str]:
    """The words that the class names of a file are made of, in lower case."""
    names = (node.name for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef))
    return {word.lower() for name in names for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


def words_of_path(path: Path) -> set[str]:
    """The words that a file's name and its folders' names are made of."""
    return {word for part in path.relative_to(SOURCE).with_suffix("").parts for word in part.split("_")}
