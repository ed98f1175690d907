"""The listings of a service that can be filtered, as its generated `filters.py` shows them."""

from dataclasses import dataclass

from codegen.documents import Document, Site, mapping
from codegen.ir.filters import FilterField, filter_fields
from codegen.ir.naming import attribute, constant


@dataclass(frozen=True, slots=True)
class ListingText:
    """One listing: `fields` are name and expression, `parameters` expressions; both in the order of the spec."""

    constant: str
    fields: tuple[tuple[str, str], ...]
    parameters: tuple[str, ...]


def to_listings(document: Document) -> tuple[ListingText, ...]:
    """Every operation with `x-filterable`."""
    found = ((site, filter_fields(document, site)) for site in document.sites())
    return tuple(
        ListingText(
            constant(site.operation_id), tuple((field.name, _field(field)) for field in fields), _parameters(site)
        )
        for site, fields in found
        if fields
    )


def _field(field: FilterField) -> str:
    arguments = [repr(field.name), f"Kind.{field.kind}"]
    if field.nullable:
        arguments.append("nullable=True")
    if field.choices:
        arguments.append(f"choices={field.choices!r}")
    return f"Field({', '.join(arguments)})"


def _parameters(site: Site) -> tuple[str, ...]:
    """Attribute of the query struct, field, operator."""
    meanings = [(parameter.node, mapping(parameter.node, "x-filter")) for parameter in site.parameters]
    return tuple(
        f"({attribute(node['name'])!r}, {meaning['field']!r}, Operator.{meaning['operator'].upper()})"
        for node, meaning in meanings
        if meaning
    )
