"""Bounds on decimals, which msgspec does not check: they become conditions in `__post_init__`."""

from dataclasses import dataclass

from codegen.documents import Document, Node, mapping
from codegen.ir.naming import pascal


@dataclass(frozen=True, slots=True)
class DecimalCheck:
    """One field: the condition it must meet, and what to say when it does not."""

    field: str
    condition: str
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
    return tuple(_check(name, schema) for name, schema in members.items() if is_decimal(schema))


def is_decimal(schema: Node) -> bool:
    return schema.get("type") == "number" and schema.get("format") == "decimal"


def _check(name: str, schema: Node) -> DecimalCheck:
    # Not a number compares with nothing, so it must be refused first; a remainder is only safe within bounds.
    value = f"self.{name}"
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
    return DecimalCheck(name, " and ".join(conditions), f"`{name}`: expected {', '.join(words)}")
