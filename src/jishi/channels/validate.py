"""Every wrong field at once: msgspec stops at the first, so on failure each field is tried by itself."""

import re
from collections.abc import Iterator
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import msgspec

Wrong = tuple[str, str]
REQUIRED = "This is required."
UNKNOWN = "There is no such field."
NUL = "A NUL character is not allowed."
PATH = re.compile(r" - at `\$?(?P<path>[^`]*)`$")


def collect(value: object, expected: Any, path: str = "") -> list[Wrong]:
    """What is wrong with `value`, as pairs of a dotted path and an English sentence. Empty when it fits `expected`."""
    struct = struct_in(expected)
    if struct is not None and isinstance(value, dict):
        return list(_fields(value, struct, path))
    item = _item_of(expected)
    if item is not None and isinstance(value, list):
        found = [wrong for n, each in enumerate(value) for wrong in collect(each, item, _join(path, str(n)))]
        if found:
            return found
    try:
        msgspec.convert(value, expected)
    except msgspec.ValidationError as error:
        return [_wrong(str(error), path)]
    return []


def nul_paths(value: object, path: str = "") -> list[Wrong]:
    """Where a NUL character hides: PostgreSQL cannot store it."""
    if isinstance(value, str):
        return [(path, NUL)] if "\x00" in value else []
    if isinstance(value, dict):
        return [w for key, each in value.items() for w in [*nul_paths(key, path), *nul_paths(each, _join(path, key))]]
    if isinstance(value, list):
        return [wrong for n, each in enumerate(value) for wrong in nul_paths(each, _join(path, str(n)))]
    return []


def _fields(value: dict[str, Any], struct: type, path: str) -> Iterator[Wrong]:
    for field in msgspec.structs.fields(struct):
        at = _join(path, field.encode_name)
        if field.encode_name in value:
            found = collect(value[field.encode_name], field.type, at)
            # What the type alone does not tell, a struct may look into itself: `LOOKS_INTO` names a function per field.
            look = getattr(struct, "LOOKS_INTO", {}).get(field.encode_name)
            yield from found or (look(value[field.encode_name], at) if look else [])
        elif field.required:
            yield at, REQUIRED
    if struct.__struct_config__.forbid_unknown_fields:  # type: ignore[attr-defined]
        known = {field.encode_name for field in msgspec.structs.fields(struct)}
        for name in value.keys() - known:
            yield _join(path, name), UNKNOWN


def struct_in(expected: Any) -> type | None:
    if isinstance(expected, type) and issubclass(expected, msgspec.Struct):
        return expected
    if get_origin(expected) in {Union, UnionType}:
        found = [struct for option in get_args(expected) if (struct := struct_in(option)) is not None]
        return found[0] if len(found) == 1 else None
    return None


def _item_of(expected: Any) -> Any:
    if get_origin(expected) is Annotated:
        return _item_of(get_args(expected)[0])
    if get_origin(expected) in {list, tuple} and get_args(expected):
        return get_args(expected)[0]
    if get_origin(expected) in {Union, UnionType}:
        found = [item for option in get_args(expected) if (item := _item_of(option)) is not None]
        return found[0] if found else None
    return None


def _wrong(message: str, path: str) -> Wrong:
    inner = PATH.search(message)
    if inner:
        message = message[: inner.start()]
        path = _join(path, re.sub(r"\[(\w+|\.\.\.)\]", r".\1", inner["path"]).strip("."))
    return path, message


def _join(path: str, name: str) -> str:
    return ".".join(filter(None, [path, name]))
