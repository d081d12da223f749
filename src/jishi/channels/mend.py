"""Leave out what cannot be read, so that the rest can be looked at too and all that is wrong is named at once."""

from collections.abc import Iterable
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec
from msgspec import UNSET

from jishi.channels.validate import Wrong, struct_in

Path = tuple[str, ...]
STAND_IN = "x"


class CannotMendError(Exception):
    """Without that field the rest might mean something else."""


def mend(value: object, expected: Any, wrong: Iterable[Wrong], *, freely: bool = False) -> Any:
    """`value` as `expected` without what is wrong: what may be left out is, a text that has to be there stands in.

    None where that could turn right fields into wrong ones: a number or a date cannot be made up, and a choice that is
    left out has a default which the sender did not mean; `freely` leaves out choices too.
    """
    struct = struct_in(expected)
    if struct is None or not isinstance(value, dict):
        return None
    bad = {tuple(path.split(".")) for path, _ in wrong}
    try:
        return msgspec.convert(_mended(value, struct, bad, (), freely), struct)
    except (CannotMendError, msgspec.ValidationError):
        return None


def further(more: Iterable[Wrong], wrong: Iterable[Wrong], value: object) -> list[Wrong]:
    """Of `more`, found in what was mended, that which was sent so: nothing around or inside what was wrong already."""
    bad = {tuple(path.split(".")) for path, _ in wrong}
    return [
        (path, why)
        for path, why in more
        if _is_given(value, at := tuple(path.split(".")))
        and not any(each[: len(at)] == at or at[: len(each)] == each for each in bad)
    ]


def _mended(value: dict[str, Any], struct: type, bad: set[Path], path: Path, freely: bool) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in msgspec.structs.fields(struct):
        name, at = field.encode_name, (*path, field.encode_name)
        inner = struct_in(field.type)
        if not any(each[: len(at)] == at for each in bad):
            if name in value:
                found[name] = value[name]
        elif at not in bad and inner is not None and isinstance(value.get(name), dict):
            found[name] = _mended(value[name], inner, bad, at, freely)
        elif field.required:
            found[name] = _stand_in(field, inner, at, freely)
        elif not freely and _steers(field):
            raise CannotMendError
    return found


def _stand_in(field: msgspec.structs.FieldInfo, inner: type | None, at: Path, freely: bool) -> Any:
    if inner is not None:
        missing = {(*at, each.encode_name) for each in msgspec.structs.fields(inner) if each.required}
        return _mended({}, inner, missing, at, freely)
    if str in _options(field.type):
        return STAND_IN
    raise CannotMendError


def _steers(field: msgspec.structs.FieldInfo) -> bool:
    """Whether leaving it out means something else than that it was left open."""
    is_choice = any(
        option is bool or get_origin(option) is Literal or (isinstance(option, type) and issubclass(option, Enum))
        for option in _options(field.type)
    )
    return is_choice and field.default is not None and field.default is not UNSET


def _options(expected: Any) -> list[Any]:
    if get_origin(expected) is Annotated:
        return _options(get_args(expected)[0])
    if get_origin(expected) in {Union, UnionType}:
        return [each for option in get_args(expected) if option is not NoneType for each in _options(option)]
    return [expected]


def _is_given(value: object, path: Path) -> bool:
    for name in path:
        if isinstance(value, dict) and name in value:
            value = value[name]
        elif isinstance(value, list) and name.isdecimal() and int(name) < len(value):
            value = value[int(name)]
        else:
            return False
    return True
