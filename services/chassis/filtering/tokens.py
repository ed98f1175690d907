"""OData text cut into tokens, and everything that can be refused before it is parsed: sizes and what is not offered.

The grammar is odata-query's. What it reads differently from OData 4.01 is put right here, token by token.
"""

import re
from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from typing import Any

from odata_query.exceptions import TokenizingException
from odata_query.grammar import ODataLexer

from services.chassis.filtering.checks import LIST_ITEMS
from services.chassis.filtering.literals import name_of
from services.chassis.filtering.refusals import InvalidFilter, shown

# odata-query ships no types for its tokens: `type` is one of the lexer's names, `value` a node of its tree or
# the text, `index` the position.
Token = Any

MAX_LENGTH = 2000
MAX_DEPTH = 8
MAX_COMPARISONS = 50

FUNCTIONS = frozenset({"contains", "startswith", "endswith"})
CONNECTIVES = frozenset({"AND", "OR"})
COMPARATORS = frozenset({"EQ", "NE", "GT", "GE", "LT", "LE", "IN"})
WORDS = frozenset({"and", "or", "not", *(name.lower() for name in COMPARATORS)})
# What the library reads and we do not offer, and what it is called.
REFUSED: Mapping[str, str] = {
    **dict.fromkeys(("ADD", "SUB", "MUL", "DIV", "MOD", "UMINUS"), "Arithmetic"),
    **dict.fromkeys(("ANY", "ALL", ":"), "A condition on a collection"),
    "/": "A path to another resource",
    "=": "A named parameter",
}
REFUSED_VALUES = frozenset({"GEOGRAPHY", "DURATION", "TIME"})
ZONED = re.compile(r"(?:Z|[+-]\d\d:\d\d)\Z", re.I | re.ASCII)


class Lexer(ODataLexer):
    """odata-query's lexer with three mends; a pattern that is given anew keeps its function.

    Only ASCII digits, spaces and letters are syntax. Words end where they end: `all_day`, `nullable` and `trueness`
    are names. `not` and `in` may stand right before a parenthesis.
    """

    tokens = ODataLexer.tokens
    reflags = re.IGNORECASE | re.ASCII

    BOOLEAN: Any = r"(?:true|false)\b"
    NULL: Any = r"null\b"
    ANY: Any = r"any\b"
    ALL: Any = r"all\b"
    NOT: Any = r"not(?:\s+|(?=\())"
    IN: Any = r"\s+in(?:\s+|(?=\())"


@dataclass(slots=True)
class _Level:
    """What has been read of one parenthesis. A `group` adds a level of nesting, a `listing` belongs to an `in`."""

    group: bool
    listing: bool
    commas: int = 0
    nots: int = 0


class _Watch:
    """Looks at one token after the other and refuses what is too much, or not offered."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._levels = [_Level(group=False, listing=False)]
        self._before: Token = None
        self._name = ""
        self._compared = 0
        self._connected = 0

    def see(self, token: Token) -> Iterator[Token]:
        """The token as the parser is to have it."""
        if token.type in REFUSED or token.type in REFUSED_VALUES:
            raise self._refused(token)
        level = self._levels[-1]
        match token.type:
            case "ODATA_IDENTIFIER":
                self._name = name_of(token.value)
            case "DATETIME" if not ZONED.search(token.value.val):
                raise InvalidFilter(
                    self._name,
                    f"The timestamp {token.value.val} needs its zone, Z or such as +02:00 (in a URL: %2B02:00).",
                )
            case "(":
                self._open()
            case ")":
                yield from self._close(token)
            case ",":
                level.commas += 1
                level.nots = 0
            case "NOT":
                level.nots += 1
            case _ if token.type in CONNECTIVES:
                level.nots = 0
                self._connected += 1
                self._name = ""
            case _ if token.type in COMPARATORS:
                self._compared += 1
        self._check_sizes(level)
        if token.type != "WS":
            self._before = token
        yield token

    def _open(self) -> None:
        before = "" if self._before is None else self._before.type
        if before == "ODATA_IDENTIFIER":
            if self._name.lower() in WORDS:
                raise InvalidFilter(self._name, f"{shown(self._name)} is a word and needs spaces around it.")
            if self._name not in FUNCTIONS:
                offered = ", ".join(sorted(FUNCTIONS))
                raise InvalidFilter(self._name, f"The function {shown(self._name)} is not offered; {offered} are.")
            self._compared += 1
        # `not (` is one level, and neither a list nor a function's arguments can hold another filter.
        self._levels.append(_Level(group=before not in ("ODATA_IDENTIFIER", "IN", "NOT"), listing=before == "IN"))

    def _close(self, token: Token) -> Iterator[Token]:
        level = self._levels.pop() if len(self._levels) > 1 else self._levels[0]
        if level.listing and self._before.type in ("(", ","):
            raise InvalidFilter(self._name or "in", "The list of in lacks a value before its end.")
        if level.listing and not level.commas:
            # The library takes `(x)` for a group and wants a list of one to be `(x,)`, which OData does not know.
            comma = copy(token)
            comma.type = comma.value = ","
            yield comma

    def _check_sizes(self, level: _Level) -> None:
        depth = sum(each.group + each.nots for each in self._levels)
        if depth > MAX_DEPTH:
            raise InvalidFilter("", f"The filter is nested deeper than {MAX_DEPTH} levels of parentheses and not.")
        # Connectives count as well: each has a comparison on both sides, or is an error that would come too late.
        if max(self._compared, self._connected + 1) > MAX_COMPARISONS:
            raise InvalidFilter("", f"The filter has more than {MAX_COMPARISONS} comparisons.")
        if level.listing and level.commas >= LIST_ITEMS:
            raise InvalidFilter(self._name or "in", f"The list of in has more than {LIST_ITEMS} items.")

    def _refused(self, token: Token) -> InvalidFilter:
        written = self._text[token.index :].split(maxsplit=1)[0]
        if token.type in REFUSED_VALUES:
            return InvalidFilter(self._name, f"A value such as {shown(written)} is not offered.")
        word = re.match(r"[A-Za-z]+|.", written)
        assert word is not None
        return InvalidFilter(word[0], f"{REFUSED[token.type]} is not offered: {shown(written)}.")


def read_tokens(text: str) -> list[Token]:
    """The tokens of a filter, ready for odata-query's parser. Takes time in proportion to the text.

    Raises `InvalidFilter` for a text that is too long, too deep or too much, that holds something which is no token,
    or that asks for a part of OData that is not offered.
    """
    if len(text) > MAX_LENGTH:
        raise InvalidFilter("", f"The filter is longer than {MAX_LENGTH} characters.")
    watch = _Watch(text)
    tokens: list[Token] = []
    try:
        for token in Lexer().tokenize(text):
            tokens.extend(watch.see(token))
    except TokenizingException as error:
        raise _unreadable(error.token.value, error.token.index) from error
    # The grammar has spaces between tokens only.
    while tokens and tokens[-1].type == "WS":
        tokens.pop()
    while tokens and tokens[0].type == "WS":
        tokens.pop(0)
    if not tokens:
        raise InvalidFilter("", "The filter is empty.")
    return tokens


def _unreadable(rest: str, index: int) -> InvalidFilter:
    if rest.startswith("'"):
        return InvalidFilter("", f"The text {shown(rest)} at position {index + 1} has no closing quote.")
    return InvalidFilter("", f"The character {shown(rest[0])} at position {index + 1} has no meaning here.")
