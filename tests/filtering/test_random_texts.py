"""Texts that nobody would write: each is a filter or is refused, and nothing else happens."""

import random
import string
import time
from collections.abc import Callable

import pytest

from services.chassis.filtering import InvalidFilter, equalities, parse_filter, to_predicate, to_sql
from tests.filtering.conftest import Forms
from tests.filtering.specimens import FIELDS, TEXTS

COUNT = 5_000
CHARACTERS = string.printable * 3 + "()',=/:- \t" * 10 + "é\0\ud800😀\u2003\u00a0٣ſK"
WORDS = (
    *FIELDS,
    *(" eq ", " ne ", " gt ", " ge ", " lt ", " le ", " in ", " and ", " or ", "not ", " add ", " sub ", "any", "all"),
    *(
        "(",
        ")",
        ",",
        "(",
        ")",
        ",",
        "/",
        ":",
        "=",
        "-",
        " ",
        "  ",
        "\t",
        "contains(",
        "startswith(",
        "endswith(",
        "now()",
    ),
    *("null", "true", "false", "0", "-1", "1.5", "1e5", "1e999999", "9" * 30, "'a'", "''", "'it''s'", "'", "'active'"),
    *("2026-01-01", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00", "2026-13-45T00:00Z", "12:00:00", "duration'P1D'"),
    *("018f3c5a-0000-7000-8000-00000000000a", "geography'POINT(1 1)'", "unknown", "a.b", "x:", "a=1", "@", "$it", "\0"),
)
# Whole pieces that fit together, so that a good many of the sequences get through.
CONDITIONS = (
    *("code eq 'a'", "contains(label,'%')", "stock in (1,2)", "price ge 0.1", "owner ne null", "all_day eq true"),
    *(
        "created_at lt 2026-01-01T00:00Z",
        "status in ('active')",
        "label eq null",
        "5 le stock",
        "code eq 5",
        "nope eq 1",
    ),
)


def _characters(chance: random.Random) -> str:
    return "".join(chance.choices(CHARACTERS, k=chance.randint(0, 60)))


def _words(chance: random.Random) -> str:
    return "".join(chance.choices(WORDS, k=chance.randint(1, 30)))


def _conditions(chance: random.Random) -> str:
    parts = [chance.choice(CONDITIONS)]
    for _ in range(chance.randint(0, 6)):
        parts.append(chance.choice((" and ", " or ", " and not ", " or (", ") and ", ",", " ")))
        parts.append(chance.choice(CONDITIONS))
    text = "".join(parts)
    return text + ")" * max(0, text.count("(") - text.count(")"))


def _damaged(chance: random.Random) -> str:
    """A good text with one or two characters changed."""
    quoted = chance.choice(TEXTS).replace("'", "''")
    text = [*" and ".join((*chance.choices(CONDITIONS[:10], k=2), f"label eq '{quoted}'"))]
    for _ in range(chance.randint(1, 2)):
        text[chance.randrange(len(text))] = chance.choice(CHARACTERS)
    return "".join(text)


@pytest.mark.parametrize("made", [_characters, _words, _conditions, _damaged])
def test_a_random_text_is_read_or_refused_in_bounded_time(made: Callable[[random.Random], str], forms: Forms) -> None:
    chance = random.Random(made.__name__)
    row = forms["json with floats"][0]
    read = 0
    started = time.process_time()
    for _ in range(COUNT):
        text = made(chance)
        try:
            filter = parse_filter(text, FIELDS)
        except InvalidFilter as refused:
            assert refused.message.isprintable(), text
            assert len(refused.message) < 300
        else:
            read += 1
            to_sql(filter)
            equalities(filter)
            assert to_predicate(filter)(row) in (True, False)
    assert time.process_time() - started < COUNT * 0.002
    # Or it would be the same few refusals over and over.
    assert read > 100 or made in (_characters, _words)
