"""A text that is no filter is refused with the name of what offends, and soon."""

import time

import pytest

from services.chassis.filtering import InvalidFilter, parse_filter
from tests.filtering.specimens import FIELDS

REFUSED = [
    # text, field, what the message names
    ("", "", "empty"),
    (" \t\n", "", "empty"),
    ("nickname eq 'a'", "nickname", "nickname"),
    ("Code eq 'a'", "Code", "Code"),
    ("r.label_text eq 'a'", "r.label_text", "r.label_text"),
    ("code", "code", "code"),
    ("all_day", "all_day", "all_day"),
    ("not all_day", "all_day", "all_day"),
    ("true", "", "true"),
    ("'a'", "", "a"),
    ("('a','b')", "", "list"),
    ("1 eq 1", "eq", "1"),
    ("code eq label", "code", "label"),
    ("code eq active", "code", "active"),
    ("code eq code", "code", "code"),
    ("code eq 1", "code", "1"),
    ("code eq ('a','b')", "code", "list"),
    ("code eq contains(code,'a')", "code", "contains"),
    ("code eq (code eq 'a')", "code", "condition"),
    ("code eq null", "code", "null"),
    ("label gt null", "label", "null"),
    ("contains(label, null)", "label", "null"),
    ("label in ('a', null)", "label", "null"),
    ("code in ()", "code", "lacks a value"),
    ("code in ( )", "code", "lacks a value"),
    ("code in ('a',)", "code", "lacks a value"),
    ("code in ('a','b',)", "code", "lacks a value"),
    ("code in (,'a')", "", ","),
    ("code in 'a'", "", "'a'"),
    ("code in (code)", "code", "code"),
    ("'a' in ('a')", "in", "a"),
    ("code eq 'a' eq true", "eq", "condition"),
    ("not code eq 'a'", "not", "not"),
    ("status eq 'unheard-of'", "status", "unheard-of"),
    ("status in ('active', 'Active')", "status", "'Active'"),
    ("status gt 'active'", "status", "gt"),
    ("contains(status, 'act')", "status", "contains"),
    ("owner eq '018f3c5a-0000-7000-8000-00000000000a'", "owner", "018f3c5a-0000-7000-8000-00000000000a"),
    ("owner eq 018f3c5a-0000-7000-8000-00000000000", "", "-"),
    ("owner lt 018f3c5a-0000-7000-8000-00000000000a", "owner", "lt"),
    ("stock eq 1.5", "stock", "1.5"),
    ("stock eq 1e2", "stock", "1e2"),
    ("stock eq '1'", "stock", "'1'"),
    ("stock eq true", "stock", "true"),
    ("stock eq 9223372036854775808", "stock", "9223372036854775808"),
    ("stock eq -9223372036854775809", "stock", "-9223372036854775809"),
    ("stock in (1, 9223372036854775808)", "stock", "9223372036854775808"),
    ("stock eq ٣", "", "٣"),
    ("price eq 1e101", "price", "1E+101"),
    ("price eq 1e999999999", "price", "1E+999999999"),
    ("price eq 1e-999999999999999999999", "price", "1e-999999999999999999999"),
    ("price eq INF", "price", "INF"),
    ("price eq NaN", "price", "NaN"),
    ("created_at ge 2026-01-01", "created_at", "2026-01-01"),
    ("created_at ge 2026-01-01T00:00:00", "created_at", "zone"),
    ("created_at ge 2026-01-01T00:00:00 02:00", "created_at", "%2B"),
    ("created_at ge 2026-02-30T00:00:00Z", "created_at", "2026-02-30T00:00:00Z"),
    ("created_at ge 2026-01-01T00:00::30Z", "created_at", "2026-01-01T00:00::30Z"),
    ("created_at ge 9999-12-31T23:59:59.9999999Z", "created_at", "9999-12-31T23:59:59.9999999Z"),
    ("created_at ge '2026-01-01T00:00:00Z'", "created_at", "2026-01-01T00:00:00Z"),
    ("created_at ge 1767225600000", "created_at", "1767225600000"),
    ("created_at ge now()", "now", "now"),
    ("created_at ge 12:00:00", "created_at", "12:00:00"),
    ("created_at ge duration'P1D'", "created_at", "duration'P1D'"),
    ("code eq geography'POINT(0 0)'", "code", "geography"),
    ("all_day eq 1", "all_day", "1"),
    ("all_day eq 'true'", "all_day", "'true'"),
    ("code eq 'a\0b'", "code", "\\x00"),
    ("code eq '\ud800'", "code", "\\ud800"),
    ("code\0 eq 'a'", "", "\\x00"),
    ("code eq 'it's'", "", "s"),
    ("code eq 'a", "", "'a"),
    ('code eq "a"', "", '"'),
    ("code == 'a'", "=", "="),
    ("code = 'a'", "=", "="),
    ("code eq 'a'; DROP TABLE filtering.rows", "", ";"),
    ("code eq 'a' and", "", "and"),
    ("and code eq 'a'", "", "and"),
    ("code eq 'a' and and code eq 'b'", "", "and"),
    ("code eq 'a' code eq 'b'", "", "code"),
    ("code eq 'a' and(code eq 'b')", "and", "and"),
    ("code like 'a'", "", "like"),
    ("code between 1 and 2", "", "between"),
    ("(code eq 'a'", "", "'a'"),
    ("code eq 'a')", "", ")"),
    ("()", "", ")"),
    ("stock add 1 eq 2", "add", "add"),
    ("stock sub 1 eq 2", "sub", "sub"),
    ("stock mul 2 eq 2", "mul", "mul"),
    ("stock eq - 5", "-", "-"),
    ("-(stock) eq 5", "-", "-"),
    ("label/length eq 1", "/", "/length"),
    ("items/any(i: i/price gt 1)", "/", "/any"),
    ("any(x: x eq 1)", "any", "any"),
    ("code eq @p", "", "@"),
    ("f(a=1)", "f", "f"),
    ("tolower(code) eq 'a'", "tolower", "tolower"),
    ("Contains(code, 'a')", "Contains", "Contains"),
    ("length(code) gt 1", "length", "length"),
    ("geo.distance(code, code) lt 1", "geo.distance", "geo.distance"),
    ("contains(code)", "contains", "contains"),
    ("contains()", "contains", "contains"),
    ("contains(code, 'a', 'b')", "contains", "contains"),
    ("contains('a', code)", "contains", "contains"),
    ("contains(code, label)", "contains", "contains"),
    ("contains(code, 1)", "code", "1"),
    ("contains(code, 'a') eq true", "eq", "contains"),
    ("contains(nickname, 'a')", "nickname", "nickname"),
    ("contains(stock, 1)", "stock", "contains"),
]


@pytest.mark.parametrize(("text", "field", "offender"), REFUSED)
def test_what_offends_is_named(text: str, field: str, offender: str) -> None:
    with pytest.raises(InvalidFilter) as refused:
        parse_filter(text, FIELDS)
    assert refused.value.field == field
    assert offender in refused.value.message
    # It goes into an answer in JSON and into a log: printable, and encodable.
    assert refused.value.message.isprintable()
    refused.value.message.encode()


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
    parse_filter(" and ".join(["not (code eq 'a')"] * 20), FIELDS)
    parse_filter(" and ".join(["(stock eq 1 or stock eq 2)"] * 20), FIELDS)


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
