"""JSON numbers that must not come as text: msgspec reads a Decimal out of `19.90` and out of `"19.90"` alike."""

from types import GenericAlias
from typing import Any, Union

import msgspec
from msgspec import inspect


def numbers_only(type_: Any) -> Any | None:
    """A type to decode the same JSON into, which refuses text where `type_` has a Decimal and looks at nothing else.
    None where there is no Decimal."""
    return _part(inspect.type_info(type_), ())


def _part(info: inspect.Type, within: tuple[type, ...]) -> Any | None:
    match info:
        case inspect.DecimalType():
            return float
        case inspect.Metadata(type=inner):
            return _part(inner, within)
        case inspect.ListType(item_type=inner):
            part = _part(inner, within)
            return part and GenericAlias(list, part)
        case inspect.DictType(value_type=inner):
            part = _part(inner, within)
            return part and GenericAlias(dict, (str, part))
        case inspect.UnionType(types=alternatives):
            parts = [part for inner in alternatives if (part := _part(inner, within)) is not None]
            return Union[(*parts, None)] if parts else None
        case inspect.StructType(cls=cls) if cls not in within:
            return _members(info, (*within, cls))
    return None


def _members(info: inspect.StructType, within: tuple[type, ...]) -> Any | None:
    found = [(field, _part(field.type, within)) for field in info.fields]
    members = [
        # Whether a member may be absent or null is decided elsewhere.
        (field.name, part | None, msgspec.field(name=field.encode_name, default=None))
        for field, part in found
        if part is not None
    ]
    return msgspec.defstruct(f"{info.cls.__name__}Numbers", members) if members else None
