"""How names of one language become names of another."""

import re
from keyword import iskeyword

_BOUNDARY = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[^A-Za-z0-9]+")

# Names that a module of models uses itself.
_IMPORTED = frozenset({"field"})


def words(name: str) -> list[str]:
    """`listUsers`, `list-users` and `ListUsers` are all list, users."""
    return [word.lower() for word in _BOUNDARY.split(name) if word]


def snake(name: str) -> str:
    return "_".join(words(name))


def pascal(name: str) -> str:
    """`listUsers` becomes ListUsers; capitals inside a word stay."""
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"[^A-Za-z0-9]+", name) if part)


def constant(name: str) -> str:
    return snake(name).upper()


def singular(noun: str) -> str:
    """Of a plain English plural: users, categories, addresses, api-keys."""
    if noun.endswith("ies"):
        return noun[:-3] + "y"
    if re.search(r"(?:ss|sh|ch|x|us)es\Z", noun):
        return noun[:-2]
    return noun[:-1] if noun.endswith("s") and not noun.endswith(("ss", "us")) else noun


def plural(noun: str) -> str:
    """Of a plain English singular: user, category, address, api_key."""
    if re.search(r"[^aeiou]y\Z", noun):
        return noun[:-1] + "ies"
    return noun + ("es" if re.search(r"(?:s|sh|ch|x)\Z", noun) else "s")


def enum_member(value: str) -> str:
    """`in_progress` becomes IN_PROGRESS; `-created_at`, a falling sort, CREATED_AT_DESC."""
    name = constant(value) or "EMPTY"
    if value.startswith("-"):
        name += "_DESC"
    return f"VALUE_{name}" if name[0].isdigit() else name


def attribute(parameter: str) -> str:
    """The Python attribute of a query parameter: `created_at[gte]` is created_at_gte, `from` is from_."""
    name = re.sub(r"\W+", "_", parameter).strip("_")
    return f"{name}_" if iskeyword(name) or name in _IMPORTED else name


def argument(parameter: str, path: str) -> str:
    """The Python argument of a path parameter: `id` after `/api-keys/` is api_key_id, `jobId` is job_id."""
    if parameter != "id":
        return snake(parameter)
    segments = path.split("/")
    before = segments[segments.index("{id}") - 1]
    return f"{snake(singular(before))}_id"
