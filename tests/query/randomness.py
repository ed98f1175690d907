"""Random query strings: noise, and right ones with something wrong."""

import random
from collections.abc import Mapping, Sequence

WORDS = (
    *("id", "price", "name", "status", "total", "created_at", "user_id", "category_id", "items", "orders.items"),
    *("category", "eq", "ne", "gt", "ge", "lt", "le", "in", "and", "or", "not", "contains", "startswith", "null"),
    *("true", "any", "all", "add", "(", ")", ",", "'", "''", " ", "-", "--", ".", "..", "/", ";", ":", "*", "%", "_"),
    *("19.90", "1e999", "-0", "NaN", "9" * 30, "2026-01-01T00:00:00Z", "2026-02-30T25:61:00Z", "0001-01-01"),
    *("7b0c6f0e-3f5d-4c55-9c8e-0a8a2f1b6d11", "password_hash", "ctid", "pg_sleep(9)", "'; DROP TABLE x; --"),
    *("\0", "\n", "\ud7ff", "😀", "é", "\u202e", "{}", "{0}", "%s", "%(x)s", "%%", "$1", "\\", '"', "`", "[", "]"),
)
RIGHT: Mapping[str, Sequence[str]] = {
    "filter": (
        "price gt 1 and (currency eq 'USD' or inventory in (1,2,3))",
        "not (contains(name, 'O''Brien'))",
        "created_at ge 2026-01-01T00:00:00Z and created_at lt 2027-01-01T00:00:00+01:00",
        "id eq 7b0c6f0e-3f5d-4c55-9c8e-0a8a2f1b6d11 or name ne 'x'",
        "status in ('pending', 'shipped') and total le 1000.00",
    ),
    "sort": ("price,-created_at", "-total,status", "name", "-updated_at", "username,-email"),
    "fields": ("id,name,price", "id,total,status", "created_at", "username,email"),
    "include": ("items", "orders,orders.items", "category"),
    "cursor": ("ksQI2c3gaFYN64eSvTIwMjYtMTEtMjIgMTM6MDU6MjYuODI2Nzg1KzAw2SRl.D7ZPKoDugGZDF9XUkyk_DA",),
    "search": ("lamp -desk", '"oak table" or chair', "a & b | !c"),
    "price[gte]": ("19.90", "0", "1e2"),
    "name[contains]": ("lamp", "100%", "_"),
    "total[between]": ("1,2", "0.10,9999999999.99"),
    "status[in]": ("pending,shipped", "active"),
    "created_at[lt]": ("2026-01-01T00:00:00Z", "2026-01-01T00:00:00.123456-09:30"),
    "limit": ("1", "100"),
    "page": ("1", "10000"),
}
# What the issue asks for is asked most.
NAMES = tuple(RIGHT) + ("filter",) * 12 + ("sort", "fields", "cursor", "include") * 3


def _noise(chance: random.Random) -> str:
    return "".join(chance.choice(WORDS) + chance.choice(("", " ")) for _ in range(chance.randint(0, 12)))


def _spoilt(chance: random.Random, text: str) -> str:
    """A right text after a few accidents."""
    for _ in range(chance.randint(0, 3)):
        at = chance.randint(0, len(text))
        match chance.randint(0, 3):
            case 0:
                text = text[:at] + chance.choice(WORDS) + text[at:]
            case 1:
                text = text[:at] + text[at + chance.randint(1, 4) :]
            case 2:
                text = text[at:] + text[:at]
            case _:
                text = text[:at] + text[at : at + 1].swapcase() + text[at + 1 :]
    return text


def random_query(chance: random.Random, most: int) -> dict[str, str]:
    """One to `most` parameters, by name, each noise or nearly right."""
    names = {chance.choice(NAMES) for _ in range(chance.randint(1, most))}
    return {
        name: _noise(chance) if chance.random() < 0.3 else _spoilt(chance, chance.choice(RIGHT[name]))
        for name in sorted(names)
    }
