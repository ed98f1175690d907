"""Values that fit a schema, and values that nearly do."""

import json
import os
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

Json = Any
# A quick look each time; EXAMPLES=20 for a long one.
TIMES = int(os.environ.get("EXAMPLES", "1"))
NO_NUL = re.compile(r"\^\[\^\\u0000\]\*(\$|\\Z)")

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


def examples(number: int) -> settings:
    """How many values a property is tried with."""
    return settings(max_examples=number * TIMES)


@st.composite
def timestamps(draw: st.DrawFn, *, most_digits: int = 6) -> str:
    """RFC 3339 in the ways people write it: any offset, any number of digits."""
    moment = draw(st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30)))
    digits = draw(st.integers(0, most_digits))
    fraction = f".{draw(st.integers(0, 10**digits - 1)):0{digits}d}" if digits else ""
    zone = draw(st.sampled_from(["Z", "+00:00", "-00:00", "+01:00", "-05:00", "+05:45", "+14:00", "-12:00"]))
    return f"{moment.year:04d}-{moment:%m-%dT%H:%M:%S}{fraction}{zone}"


ATOM = "abcXYZ019!#$%&'*+/=?^_`{|}~-"
LABEL = re.compile(r"\A[A-Za-z0-9]([A-Za-z0-9-]{0,12}[A-Za-z0-9])?\Z")


@st.composite
def addresses(draw: st.DrawFn) -> str:
    """E-mail addresses, drawn from their parts: a pattern that long is found by luck only."""
    atoms = draw(st.lists(st.text(ATOM, min_size=1, max_size=20), min_size=1, max_size=3))
    labels = draw(st.lists(st.from_regex(LABEL), min_size=2, max_size=4))
    return f"{'.'.join(atoms)}@{'.'.join(labels)}"


def _strings(schema: Mapping[str, Any]) -> st.SearchStrategy[str]:
    least, most = schema.get("minLength", 0), schema.get("maxLength")
    pattern = schema.get("pattern")
    if pattern is None or NO_NUL.fullmatch(pattern):
        alphabet = st.characters(exclude_categories=["Cs"], exclude_characters="\0" if pattern else "")
        return st.text(alphabet, min_size=least, max_size=most if most is None else min(most, least + 30))
    texts = st.from_regex(re.compile(pattern[:-1] + r"\Z" if pattern.endswith("$") else pattern))
    return texts.filter(lambda text: least <= len(text) <= (most or len(text)))


def fitting(schema: Any) -> st.SearchStrategy[Json]:
    """Values valid under a resolved schema, as far as our documents use JSON Schema."""
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "oneOf" in schema:
        return st.one_of([fitting(alternative) for alternative in schema["oneOf"]])
    if "allOf" in schema:
        parts = [fitting(part) for part in schema["allOf"]]
        return st.tuples(*parts).map(lambda values: {name: value for part in values for name, value in part.items()})
    kind = schema["type"]
    if isinstance(kind, list):
        return st.one_of([st.none() if one == "null" else fitting({**schema, "type": one}) for one in kind])
    return BY_TYPE[kind](schema)


def _objects(schema: Mapping[str, Any]) -> st.SearchStrategy[Json]:
    properties = schema.get("properties", {})
    required = schema.get("required", [])
    known = st.fixed_dictionaries(
        {name: fitting(properties[name]) for name in required},
        optional={name: fitting(member) for name, member in properties.items() if name not in required},
    )
    if schema.get("additionalProperties") is False:
        return known
    names = st.text().filter(lambda name: name not in properties)
    more = st.dictionaries(names, json_values, max_size=2)
    return st.builds(lambda first, second: {**first, **second}, known, more)


def _arrays(schema: Mapping[str, Any]) -> st.SearchStrategy[Json]:
    least = schema.get("minItems", 0)
    return st.lists(
        fitting(schema["items"]), min_size=least, max_size=min(schema.get("maxItems", least + 4), least + 4)
    )


def _numbers(schema: Mapping[str, Any]) -> st.SearchStrategy[Json]:
    whole = _integers(schema)
    step = schema.get("multipleOf")
    if step is not None:
        least, most = (Decimal(str(schema[bound])) / Decimal(str(step)) for bound in ("minimum", "maximum"))
        return st.integers(int(least), int(most)).map(lambda steps: float(steps * Decimal(str(step))))
    bounds = {name: None if schema.get(name) is None else float(schema[name]) for name in ("minimum", "maximum")}
    return whole | st.floats(bounds["minimum"], bounds["maximum"], allow_nan=False, allow_infinity=False)


def _integers(schema: Mapping[str, Any]) -> st.SearchStrategy[Json]:
    return st.integers(int(schema.get("minimum", -(2**53))), int(schema.get("maximum", 2**53)))


def _texts(schema: Mapping[str, Any]) -> st.SearchStrategy[Json]:
    formats: Mapping[str, st.SearchStrategy[str]] = {
        "date-time": timestamps(),
        "date": st.dates().map(str),
        "uuid": st.uuids().map(str),
        "email": addresses(),
    }
    known = formats.get(schema.get("format", ""))
    return _strings(schema) if known is None else known


BY_TYPE: Mapping[str, Callable[[Mapping[str, Any]], st.SearchStrategy[Json]]] = {
    "object": _objects,
    "array": _arrays,
    "number": _numbers,
    "integer": _integers,
    "string": _texts,
    "boolean": lambda schema: st.booleans(),
}


@st.composite
def nearly_fitting(draw: st.DrawFn, schema: Any) -> Json:
    """A value valid under a schema, with up to three things done to it."""
    value = draw(fitting(schema))
    for _ in range(draw(st.integers(0, 3))):
        value = _mutated(draw, value, schema)
    return value


def _mutated(draw: st.DrawFn, value: Json, schema: Any) -> Json:
    if not isinstance(value, dict) or draw(st.integers(0, 15)) == 0:
        return draw(json_values)
    names = sorted({*value, *schema.get("properties", {})})
    if not names or draw(st.integers(0, 4)) == 0:
        return {**value, draw(st.text()): draw(json_values)}
    name = draw(st.sampled_from(names))
    if draw(st.integers(0, 3)) == 0:
        return {other: member for other, member in value.items() if other != name}
    member = value.get(name)
    return {**value, name: draw(near(member) if isinstance(member, str) else json_values)}


def near(text: str) -> st.SearchStrategy[Json]:
    """What a text is easily mistaken for."""
    edges = [0, 1, 2, 3, 7, 8, 50, 51, 100, 101, 128, 129, 254, 255, 256, 257]
    return st.one_of(
        st.sampled_from(
            [text + "\n", "\n" + text, text + "\0", " " + text, text + " ", text.swapcase(), "", "ß" + text]
        ),
        st.sampled_from(edges).map(lambda length: (text or "x").ljust(length, "x")[:length]),
        st.sampled_from(edges).map(lambda length: "𝄞" * length),
        json_values,
    )


def encoded(value: Json, *, ascii_only: bool) -> bytes:
    return json.dumps(value, ensure_ascii=ascii_only, default=float).encode()


def as_text(value: Json) -> str:
    """A parameter as it stands in a query: lists by comma, everything else as it is."""
    if isinstance(value, list):
        return ",".join(map(as_text, value))
    return value if isinstance(value, str) else json.dumps(value, default=float)


@st.composite
def queries(
    draw: st.DrawFn, schemas: Mapping[str, Any], always: Iterable[str] = (), *, only_fitting: bool = False
) -> dict[str, str]:
    """A few query parameters by name, right or nearly right; those that must be there as a rule are."""
    query = {}
    names = set(draw(st.lists(st.sampled_from(sorted(schemas)), max_size=5, unique=True)))
    if only_fitting or draw(st.integers(0, 9)):
        names |= set(always)
    for name in sorted(names):
        value = draw(fitting(schemas[name]).filter(_can_be_listed))
        text = as_text(value)
        query[name] = text if only_fitting or draw(st.booleans()) else as_text(draw(_near_parameter(text)))
    return query


def _can_be_listed(value: Json) -> bool:
    """Whether a list may be written with commas: none of its texts holds one."""
    return not isinstance(value, list) or not any("," in as_text(item) for item in value)


def _near_parameter(text: str) -> st.SearchStrategy[Json]:
    numbers = st.integers(-2, 102) | st.integers(9_990, 10_010) | st.integers()
    written = st.sampled_from(["{}", "+{}", "0{}", " {}", "{}.0", "{}e0", "-{}"])
    odd_numbers = st.builds(lambda form, number: form.format(number), written, numbers)
    odd_moments = st.sampled_from(
        ["2020-01-01", "2020-01-01T00:00:00", "2020-13-01T00:00:00Z", "2020-02-30T00:00:00Z", "2020-01-01T24:00:00Z",
         "2020-01-01T00:00:60Z", "2020-01-01t00:00:00z", "2020-01-01T00:00:00+24:00", "2020-01-01T00:00:00.Z",
         "2020-01-01T00:00:00,5Z", "0000-01-01T00:00:00Z", "2020-1-1T0:0:0Z", "20200101T000000Z", "now"]
    )  # fmt: skip
    return (
        numbers.map(str) | odd_numbers | odd_moments | timestamps(most_digits=12) | near(text).map(as_text) | st.text()
    )
