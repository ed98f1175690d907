"""One column's text, as the server sends it, to the JSON that Debezium's converters write for its type.

`encoder` picks the function once per table and column; `None` stands for text that is JSON already.
"""

import base64
import hashlib
import re
import struct
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import msgspec

from services.realtime.cdc import times
from services.realtime.cdc.arrays import Encode, array_of

UNAVAILABLE = "__debezium_unavailable_value"

_encode = msgspec.json.encode
_MONEY = re.compile(rb"[^0-9-]")
_MILLISECONDS = 3


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of the catalog, domains replaced by what they stand on. `element` is set for arrays."""

    name: str
    labels: tuple[str, ...] = ()
    element: "Kind | None" = None


def encoder(kind: Kind, modifier: int) -> Encode | None:
    """How to write a value of this type. Types without a rule of their own are written as their text."""
    if kind.element is not None:
        return array_of(encoder(kind.element, modifier) or bytes)
    if kind.name in _FIXED:
        return _FIXED[kind.name]
    make = _MODIFIED.get(kind.name)
    return make(modifier) if make is not None else _string


def unavailable(kind: Kind) -> bytes:
    """What stands for a large value that an update left alone, and that the log therefore does not hold."""
    if kind.element is None:
        return _quoted(UNAVAILABLE.encode()) if kind.name == "bytea" else _encode(UNAVAILABLE)
    if kind.element.name in ("int2", "int4", "int8"):
        return _encode(list(UNAVAILABLE.encode()))
    if kind.element.name == "uuid":
        return _encode([_name_uuid(UNAVAILABLE)])
    return _encode([UNAVAILABLE])


def _name_uuid(name: str) -> str:
    """Java's UUID.nameUUIDFromBytes: MD5 without a namespace."""
    return str(UUID(bytes=hashlib.md5(name.encode(), usedforsecurity=False).digest(), version=3))


def _string(text: bytes) -> bytes:
    return _encode(text.decode())


def _plain(text: bytes) -> bytes:
    """Text that holds nothing JSON would escape."""
    return b'"%b"' % text


def _boolean(text: bytes) -> bytes:
    return b"true" if text == b"t" else b"false"


def _float(text: bytes) -> bytes:
    if text.lstrip(b"-").isdigit():
        return text + b".0"
    return text if text[-1:].isdigit() else _plain(text)


def _quoted(raw: bytes) -> bytes:
    return b'"%b"' % base64.b64encode(raw)


def _bytea(text: bytes) -> bytes:
    return _quoted(bytes.fromhex(text[2:].decode()))


def _unscaled(number: int) -> bytes:
    """Two's complement, big endian, as few bytes as hold it: BigInteger.toByteArray."""
    return number.to_bytes((number + (number < 0)).bit_length() // 8 + 1, "big", signed=True)


def _money(text: bytes) -> bytes:
    return _quoted(_unscaled(int(_MONEY.sub(b"", text))))


def _fixed_numeric(text: bytes) -> bytes:
    """A numeric whose scale the column gives: the server writes all its digits."""
    return b"null" if text[-1:].isalpha() else _quoted(_unscaled(int(text.replace(b".", b""))))


def _free_numeric(text: bytes) -> bytes:
    if text[-1:].isalpha():
        return b"null"
    scale = len(text) - 1 - text.index(b".") if b"." in text else 0
    return b'{"scale":%d,"value":%b}' % (scale, _fixed_numeric(text))


def _numeric(modifier: int) -> Encode:
    if modifier < 0:
        return _free_numeric
    # The scale is the modifier's low eleven bits, with a sign.
    scale = ((modifier - 4 & 0x7FF) ^ 1024) - 1024
    if scale >= 0:
        return _fixed_numeric
    return lambda text: b"null" if text[-1:].isalpha() else _quoted(_unscaled(int(text[:scale] or b"0")))


def _date(text: bytes) -> bytes:
    return b"%d" % times.days(text.decode())


def _time(modifier: int) -> Encode:
    if 0 <= modifier <= _MILLISECONDS:
        return lambda text: b"%d" % (times.clock(text.decode()) // 1000)
    return lambda text: b"%d" % times.clock(text.decode())


def _timestamp(modifier: int) -> Encode:
    if 0 <= modifier <= _MILLISECONDS:
        return lambda text: b"%d" % (times.moment(text.decode()) // 1000)
    return lambda text: b"%d" % times.moment(text.decode())


def _timestamptz(modifier: int) -> Encode:
    digits = modifier if modifier >= 0 else 6
    written = {size: b"0" * (digits - size) + b'Z"' for size in range(digits + 1)}

    def encode(text: bytes) -> bytes:
        # The usual form, 2026-02-28 23:59:59.5+00, without a detour over characters.
        if text[10:11] == b" " and text[-3:] == b"+00":
            size = len(text) - 23
            if size < 0:
                return b'"%bT%b%b%b' % (text[:10], text[11:19], b"." if digits else b"", written[0])
            return b'"%bT%b%b' % (text[:10], text[11:-3], written[size])
        return _encode(times.instant(text.decode(), digits))

    return encode


def _zoned_time(text: bytes) -> bytes:
    return _encode(times.zoned_clock(text.decode()))


def _interval(text: bytes) -> bytes:
    return b"%d" % times.span(text.decode())


def _bits(modifier: int) -> Encode:
    if modifier == 1:
        return lambda text: b"true" if text == b"1" else b"false"

    def encode(text: bytes) -> bytes:
        number = int(text or b"0", 2)
        return _quoted(number.to_bytes((number.bit_length() + 7) // 8, "little"))

    return encode


def _point(text: bytes) -> bytes:
    x, y = (float(part) for part in text.strip(b"()").split(b","))
    wkb = struct.pack("<BIdd", 1, 1, x, y)
    return b'{"x":%b,"y":%b,"wkb":%b,"srid":null}' % (_encode(x), _encode(y), _quoted(wkb))


_FIXED: dict[str, Encode | None] = {
    **dict.fromkeys(("int2", "int4", "int8", "oid")),
    **dict.fromkeys(("float4", "float8"), _float),
    **dict.fromkeys(("uuid", "inet", "cidr", "macaddr", "macaddr8"), _plain),
    "bool": _boolean,
    "bytea": _bytea,
    "money": _money,
    "date": _date,
    "timetz": _zoned_time,
    "interval": _interval,
    "point": _point,
}
_MODIFIED: dict[str, Callable[[int], Encode]] = {
    "numeric": _numeric,
    "time": _time,
    "timestamp": _timestamp,
    "timestamptz": _timestamptz,
    "bit": _bits,
    "varbit": lambda modifier: _bits(-1),
}
