"""How much a filter may be, and how little time anybody's text takes."""

import time

import pytest

from services.chassis.filtering import InvalidFilter, parse_filter
from tests.filtering.specimens import FIELDS


@pytest.mark.parametrize(
    ("accepted", "refused", "offender"),
    [
        ("(" * 8 + "code eq 'a'" + ")" * 8, "(" * 9 + "code eq 'a'" + ")" * 9, "8 levels"),
        ("not " * 8 + "(code eq 'a')", "not " * 9 + "(code eq 'a')", "8 levels"),
        ("not (" * 8 + "code eq 'a'" + ")" * 8, "not (" * 9 + "code eq 'a'" + ")" * 9, "8 levels"),
        ("not (" * 8 + "contains(code,'a')" + ")" * 8, "not (" * 8 + "(code in ('a'))" + ")" * 8, "8 levels"),
        (" or ".join(["stock eq 1"] * 50), " or ".join(["stock eq 1"] * 51), "50 comparisons"),
        (" and ".join(["contains(code,'a')"] * 50), " and ".join(["contains(code,'a')"] * 51), "50 comparisons"),
        (" or ".join(["stock eq 1"] * 50), " or ".join(["all_day"] * 51), "50 comparisons"),
        (f"stock in ({','.join('1' * 100)})", f"stock in ({','.join('1' * 101)})", "100 items"),
        (f"code eq '{'a' * 1990}'", f"code eq '{'a' * 1991}'", "2000 characters"),
    ],
)
def test_a_cap_holds_exactly(accepted: str, refused: str, offender: str) -> None:
    parse_filter(accepted, FIELDS)
    with pytest.raises(InvalidFilter) as refusal:
        parse_filter(refused, FIELDS)
    assert offender in refusal.value.message


def test_several_short_conditions_do_not_add_up_to_depth() -> None:
    for condition in ("not (code eq 'a')", "(stock eq 1 or stock eq 2)"):
        assert parse_filter(" and ".join([condition] * 20), FIELDS) != parse_filter(condition, FIELDS)


# As long as a text may be, and made to be slow: to nest, to go back, to start over, to make big numbers.
BOMBS = {
    unit: (unit * 2000)[:2000]
    for unit in (
        *(
            "(",
            ")",
            "((",
            "()",
            "not ",
            "not(",
            "not not(",
            "- ",
            "-",
            " ",
            " \t",
            "\n",
            "'",
            "''",
            "'a",
            "a",
            "a.",
            "a ",
            ".",
            "/",
        ),
        *(
            "1",
            "1.",
            "1e",
            "1.1e1",
            "+1",
            "0x",
            "a,",
            "(a,",
            ",",
            "1-",
            "2026-",
            "2026-01-01T",
            "2026-01-01T00:00:00.1",
        ),
        *(
            "2026-01-01T00:00:00Z ",
            "00:",
            "deadbeef-",
            "deadbeef-0000-0000-0000-",
            "duration'",
            "duration'P1",
            "geography'",
        ),
        *(
            "null",
            "true ",
            "any(",
            "all(a:",
            "f(",
            "contains(",
            "contains((",
            "a in (",
            "a in ((",
            "stock in (1,",
            "a/",
            "a=",
            "a eq ",
        ),
        *(
            "a eq a ",
            "code eq 'a' and ",
            "code eq 'a' or not (",
            "(code eq 'a') or ",
            "code and ",
            " and",
            " and ",
            " eq ",
            "é",
            "😀",
        ),
        *("code in ('a') in ", "contains(code,'a') and ", "\0", "\ud800", "\\", "%", "%27"),
    )
}
LONGEST = {
    "fifty comparisons": " or ".join(["stock eq " + "1" * 18] * 50),
    "a list of a hundred": f"stock in ({', '.join(['1' * 17] * 100)})",
    "a long text": f"code eq '{'a' * 1900}'",
    "quotes in a text": f"code eq '{'a' + chr(39) * 1900}'",
    "a long number": f"price eq {'1' * 1900}.1e5",
    "long spaces": f"code{' ' * 900}eq{' ' * 900}'a'",
    "spaces and no operator": f"code{' ' * 1900}x",
}


def _seconds(text: str) -> float:
    """Processor time of one reading; the best of three, since the machine has other things to do."""
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        try:
            parse_filter(text, FIELDS)
        except InvalidFilter as refused:
            assert refused.message
        best = min(best, time.process_time() - start)
    return best


@pytest.mark.parametrize("name", [*BOMBS, *LONGEST])
def test_no_text_takes_more_than_fifty_milliseconds(name: str) -> None:
    text = BOMBS.get(name) or LONGEST[name]
    assert len(text) <= 2000
    assert _seconds(text) < 0.05


@pytest.mark.parametrize("unit", ["(", "not ", "not(", "a and ", "contains(", "'", " ", "1", "a in ("])
def test_a_bomb_of_a_hundred_thousand_parts_is_refused_for_its_length_at_once(unit: str) -> None:
    text = unit * 100_000
    assert _seconds(text) < 0.005
    with pytest.raises(InvalidFilter, match="2000 characters"):
        parse_filter(text, FIELDS)
