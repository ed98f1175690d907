"""Bounds on decimals, which msgspec does not check: they become conditions in `__post_init__`."""

from dataclasses import dataclass

from codegen.documents import Document, Node, mapping
from codegen.ir.naming import attribute, pascal


@dataclass(frozen=True, slots=True)
class DecimalCheck:
    """One field: the condition under which it is wrong, and what to say then."""

    broken: str
    message: str


def decimal_checks(document: Document) -> dict[str, tuple[DecimalCheck, ...]]:
    """Class to checks, for every closed schema and every operation's query."""
    found: dict[str, tuple[DecimalCheck, ...]] = {}
    for name, schema in mapping(document.data, "components", "schemas").items():
        if schema.get("additionalProperties") is False:
            found[name] = _checks(document, mapping(schema, "properties"))
    for site in document.sites():
        query = {str(p.node["name"]): p.node.get("schema") for p in site.parameters if p.node.get("in") == "query"}
        found[f"{pascal(site.operation_id)}Query"] = _checks(document, query)
    return {name: checks for name, checks in found.items() if checks}


def _checks(document: Document, properties: Node) -> tuple[DecimalCheck, ...]:
    members = {name: document.follow(schema)[0] for name, schema in properties.items()}
    found = [_check(name, schema) for name, schema in members.items() if is_decimal(schema)]
    for name, schema in members.items():
        items, _ = document.follow(schema.get("items"))
        if is_decimal(items):
            found.append(_check_items(name, items))
    return tuple(found)


def is_decimal(schema: Node) -> bool:
    return schema.get("type") == "number" and schema.get("format") == "decimal"


def _check(name: str, schema: Node) -> DecimalCheck:
    value = f"self.{attribute(name)}"
    condition, words = _condition(value, schema)
    return DecimalCheck(f"isinstance({value}, Decimal) and not ({condition})", f"`{name}`: expected {words}")


def _check_items(name: str, schema: Node) -> DecimalCheck:
    value = f"self.{attribute(name)}"
    condition, words = _condition("item", schema)
    broken = f"isinstance({value}, list) and not all({condition} for item in {value})"
    return DecimalCheck(broken, f"`{name}`: expected {words}")


def _condition(value: str, schema: Node) -> tuple[str, str]:
    """What must hold for a value, as an expression and in words."""
    # Not a number compares with nothing, so it must be refused first; a remainder is only safe within bounds.
    conditions, words = [f"{value}.is_finite()"], ["a number"]
    for key, exclusive, sign, word in (
        ("minimum", "exclusiveMinimum", ">", "at least"),
        ("maximum", "exclusiveMaximum", "<", "at most"),
    ):
        if key in schema:
            strict = schema.get(exclusive) is True
            conditions.append(f'{value} {sign if strict else sign + "="} Decimal("{schema[key]}")')
            words.append(f"{word} {schema[key]}" + (" exclusive" if strict else ""))
    if "multipleOf" in schema:
        conditions.append(f'{value} % Decimal("{schema["multipleOf"]}") == 0')
        words.append(f"a multiple of {schema['multipleOf']}")
    return " and ".join(conditions), ", ".join(words)
