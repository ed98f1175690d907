"""Random query strings for a list: noise, and right ones with something wrong."""

import random
from collections.abc import Callable, Mapping

from tests.query.listings import Listing

WORDS = (
    *("id", "price", "name", "status", "total", "created_at", "user_id", "category_id", "items", "orders.items"),
    *("category", "eq", "ne", "gt", "ge", "lt", "le", "in", "and", "or", "not", "contains", "startswith", "null"),
    *("true", "any", "all", "add", "(", ")", ",", "'", "''", " ", "-", "--", ".", "..", "/", ";", ":", "*", "%", "_"),
    *("19.90", "1e999", "-0", "NaN", "9" * 30, "2026-01-01T00:00:00Z", "2026-02-30T25:61:00Z", "0001-01-01"),
    *("7b0c6f0e-3f5d-4c55-9c8e-0a8a2f1b6d11", "password_hash", "ctid", "pg_sleep(9)", "'; DROP TABLE x; --"),
    *("\0", "\n", "\ud7ff", "😀", "é", "\u202e", "{}", "{0}", "%s", "%(x)s", "%%", "$1", "\\", '"', "`", "[", "]"),
)
# One right value of each field, as a parameter and as OData write it.
VALUES: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(("price", "total", "unit_price"), ("19.90", "19.90")),
    **dict.fromkeys(("inventory", "quantity"), ("12", "12")),
    **dict.fromkeys(("created_at", "updated_at"), ("2026-01-01T00:00:00.5Z", "2026-01-01T00:00:00.5+01:00")),
    **dict.fromkeys(("id", "user_id", "category_id", "product_id"), ("7b0c6f0e-3f5d-4c55-9c8e-0a8a2f1b6d11",) * 2),
    "status": ("pending", "'pending'"),
    "role": ("user", "'user'"),
}
TEXT = ("100%_lamp", "'O''Brien'")
COMPARATORS = ("eq", "ne", "gt", "ge", "lt", "le")


def _condition(chance: random.Random, listing: Listing) -> str:
    field = chance.choice(listing.parameters).field
    value = VALUES.get(field, TEXT)[1]
    forms = [f"{field} {chance.choice(COMPARATORS)} {value}", f"{field} in ({value},{value})", f"{field} eq null"]
    if field not in VALUES:
        forms.append(f"{chance.choice(('contains', 'startswith', 'endswith'))}({field}, {value})")
    return chance.choice(forms)


def _filter(chance: random.Random, listing: Listing) -> str:
    text = _condition(chance, listing)
    for _ in range(chance.randint(0, 3)):
        other = _condition(chance, listing)
        text = chance.choice((f"({text}) or {other}", f"{text} and {other}", f"not ({text})"))
    return text


def _sort(chance: random.Random, listing: Listing) -> str:
    most = min(2, len(listing.sortable))
    return ",".join(chance.choice(("", "-")) + key for key in chance.sample(listing.sortable, chance.randint(1, most)))


def _fields(chance: random.Random, listing: Listing) -> str:
    return ",".join({parameter.field for parameter in chance.sample(listing.parameters, 3)})


def _parameter(name: str, chance: random.Random, listing: Listing) -> str:
    parameter = next(each for each in listing.parameters if each.name == name)
    value = VALUES.get(parameter.field, TEXT)[0]
    return f"{value},{value}" if parameter.operator in ("in", "nin", "between") else value


Right = Callable[[random.Random, Listing], str]
RIGHT: Mapping[str, Right] = {
    "filter": _filter,
    "sort": _sort,
    "fields": _fields,
    "include": lambda chance, listing: ",".join(listing.includable),
    "cursor": lambda chance, listing: "ksQI2c3gaFYN64eSvTIwMjYtMTEtMjIgMTM6MDU.D7ZPKoDugGZDF9XUkyk_DA",
    "page": lambda chance, listing: str(chance.randint(1, 10_000)),
    "limit": lambda chance, listing: str(chance.randint(1, 100)),
    "search": lambda chance, listing: 'lamp -desk or "oak table" & | ! :*',
}


def _noise(chance: random.Random) -> str:
    return "".join(chance.choice(WORDS) + chance.choice(("", " ")) for _ in range(chance.randint(0, 12)))


def _spoilt(chance: random.Random, text: str) -> str:
    """A right text after a few accidents, or none."""
    for _ in range(chance.choice((0, 0, 1, 2))):
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


def random_query(chance: random.Random, listing: Listing, version: str, most: int) -> dict[str, str]:
    """One to `most` parameters that the list has, by name, each noise or nearly right."""
    names = ["filter", "filter", "sort", "fields", "cursor" if version == "v3" else "page"]
    names += ["include"] * bool(listing.includable) + ["search"] * (listing.id == "listProducts")
    names += [chance.choice(listing.parameters).name for _ in range(3)]
    query = {}
    for name in sorted({chance.choice(names) for _ in range(chance.randint(1, most))}):
        right = RIGHT[name](chance, listing) if name in RIGHT else _parameter(name, chance, listing)
        query[name] = _noise(chance) if chance.random() < 0.1 else _spoilt(chance, right)
    return query
