"""From the text of a request to the values a handler takes: compiled, and silent about details.

A refusal here says only *that* something is wrong, with msgspec's first finding. `violations.py` says what
all is wrong, by asking openapi-core about the same request.
"""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

import msgspec

from services.chassis.numbers import numbers_only
from services.chassis.operations import Lexical, Operation, PathParameter, Query
from services.chassis.problems import Problem, Violation, bad_request

PATTERNS = {lexical: re.compile(lexical.value) for lexical in Lexical}
PATH_IN_MESSAGE = re.compile(r" - at `(?:key in )?\$?\.?([^`]*)`$")


class Malformed(Exception):
    """The body is not JSON."""


class Unfitting(Exception):
    """A value breaks its schema. `violation` is the first one found; `body` says where to look for more."""

    def __init__(self, violation: Violation, *, body: bool) -> None:
        super().__init__(violation.message)
        self.violation = violation
        self.body = body


def violation_of(error: msgspec.ValidationError, within: str = "") -> Violation:
    """msgspec's one finding with its path taken out of the message."""
    text = str(error)
    found = PATH_IN_MESSAGE.search(text)
    if found is None:
        return Violation(within, text)
    path = re.sub(r"\[(\d+|\.\.\.)\]", r".\1", found[1]).strip(".")
    return Violation(".".join(part for part in (within, path) if part), text[: found.start()])


def parse_query(query_string: str) -> dict[str, str]:
    """Query parameters by name. Raises a 400 for one that is given twice, or that is not UTF-8 or holds NUL."""
    if not query_string:
        return {}
    try:
        pairs = parse_qsl(query_string, keep_blank_values=True, errors="strict", max_num_fields=100)
    except ValueError as error:
        raise bad_request("The query string is malformed.") from error
    # `status[eq]` is the long way to write `status`.
    pairs = [(name.removesuffix("[eq]"), value) for name, value in pairs]
    values = dict(pairs)
    if len(values) != len(pairs):
        names = [name for name, _ in pairs]
        twice = sorted({name for name in names if names.count(name) > 1})
        raise bad_request("A parameter is invalid.", *(Violation(name, "Given more than once.") for name in twice))
    if "\0" in "".join(values.values()):
        wrong = [name for name, value in values.items() if "\0" in value]
        raise bad_request("A parameter is invalid.", *(Violation(name, "Holds a NUL character.") for name in wrong))
    return values


def _check_form(name: str, text: str, lexical: Lexical) -> None:
    if not PATTERNS[lexical].fullmatch(text):
        raise Unfitting(
            Violation(name, f"Not the written form of {lexical.name.lower().replace('_', '-')}."), body=False
        )


def decode_path(parameters: tuple[PathParameter, ...], texts: Mapping[str, str]) -> dict[str, Any]:
    """Path parameters by the handler's argument names."""
    values = {}
    for parameter in parameters:
        text = texts[parameter.name]
        if parameter.lexical is not None:
            _check_form(parameter.name, text, parameter.lexical)
        try:
            values[parameter.argument] = msgspec.convert(text, parameter.type, strict=False)
        except msgspec.ValidationError as error:
            raise Unfitting(violation_of(error, parameter.name), body=False) from error
    return values


def decode_query(query: Query, texts: Mapping[str, str]) -> msgspec.Struct:
    """The struct of an operation's query parameters."""
    for name, text in texts.items():
        lexical = query.lexical.get(name)
        if lexical is None:
            continue
        for part in text.split(",") if name in query.lists else (text,):
            _check_form(name, part, lexical)
    values: dict[str, Any] = dict(texts)
    for name in query.lists & values.keys():
        values[name] = texts[name].split(",")
    try:
        return msgspec.convert(values, query.type, strict=False)
    except msgspec.ValidationError as error:
        raise Unfitting(violation_of(error), body=False) from error


class BodyDecoder:
    """Decodes the JSON body of one operation."""

    def __init__(self, operation: Operation) -> None:
        assert operation.body is not None
        self._decoder = msgspec.json.Decoder(operation.body.type)
        numbers = numbers_only(operation.body.type)
        self._numbers = msgspec.json.Decoder(numbers) if numbers else None
        self._media_types = frozenset(operation.body.media_types)
        self._accept = ", ".join(operation.body.media_types)
        self._patch = operation.method == "PATCH"

    def decode(self, content_type: str, body: bytes) -> Any:
        """Raises a 415 for another media type, `Malformed` for what is not JSON, `Unfitting` for a broken rule."""
        media_type, _, parameters = content_type.partition(";")
        charset = parameters.strip().lower()
        if media_type.strip().lower() not in self._media_types or (
            charset and charset not in ("charset=utf-8", 'charset="utf-8"')
        ):
            headers = (("Accept-Patch" if self._patch else "Accept", self._accept),)
            raise Problem(415, "UNSUPPORTED_MEDIA_TYPE", f"The body must be {self._accept}.", headers=headers)
        try:
            value = self._decoder.decode(body)
            if self._numbers is not None:
                self._numbers.decode(body)
        except msgspec.ValidationError as error:
            raise Unfitting(violation_of(error), body=True) from error
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise Malformed(str(error)) from error
        return value
