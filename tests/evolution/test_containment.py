"""The comparison of schemas against what a validator says: what it lets pass is safe, what is equal it lets pass."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from codegen.check.breaking.schemas import SchemaComparison
from codegen.documents import Document
from tests.oracle.documents import broken_rules, resolved
from tests.oracle.values import examples, fitting

Schema = dict[str, Any]

small = st.integers(0, 3)


@st.composite
def scalars(draw: st.DrawFn) -> Schema:
    kind = draw(st.sampled_from(["string", "integer", "number", "boolean"]))
    schema: Schema = {"type": kind}
    if draw(st.booleans()):
        schema["nullable"] = True
    if kind == "string":
        limits = {
            "minLength": draw(small),
            "maxLength": 3 + draw(small),
            "enum": draw(st.sampled_from([["a"], ["a", "bb"]])),
        }
        return schema | {key: limits[key] for key in draw(st.sets(st.sampled_from(sorted(limits))))}
    if kind == "boolean":
        return schema
    bounds = {"minimum": draw(small), "maximum": 10 + draw(small)}
    return schema | {key: bounds[key] for key in draw(st.sets(st.sampled_from(sorted(bounds))))}


def arrays(inner: st.SearchStrategy[Schema]) -> st.SearchStrategy[Schema]:
    bounds = st.fixed_dictionaries({}, optional={"minItems": st.integers(0, 1), "maxItems": st.integers(2, 3)})
    return st.builds(lambda items, more: {"type": "array", "items": items, **more}, inner, bounds)


@st.composite
def objects(draw: st.DrawFn, inner: st.SearchStrategy[Schema]) -> Schema:
    properties = draw(st.dictionaries(st.sampled_from("abc"), inner, max_size=3))
    schema: Schema = {"type": "object", "properties": properties}
    if properties:
        schema["required"] = sorted(draw(st.sets(st.sampled_from(sorted(properties)))))
    if draw(st.booleans()):
        schema["additionalProperties"] = False
    return schema


schemas = st.recursive(scalars(), lambda inner: arrays(inner) | objects(inner), max_leaves=4)


@st.composite
def edited(draw: st.DrawFn, schema: Schema) -> Schema:
    """The schema with a little of it, or all of it, changed."""
    if draw(st.integers(0, 4)) == 0:
        return draw(schemas)
    new = dict(schema)
    for key, value in schema.items():
        if key == "properties":
            new[key] = {name: draw(edited(member)) if draw(st.booleans()) else member for name, member in value.items()}
        elif key == "items":
            new[key] = draw(edited(value))
        elif isinstance(value, int) and not isinstance(value, bool) and draw(st.booleans()):
            new[key] = max(value + draw(st.sampled_from([-1, 1])), 0)
        elif key != "type" and draw(st.integers(0, 5)) == 0:
            del new[key]
    return new


def document(schema: Schema) -> Document:
    return Document("v1", {"components": {"schemas": {"S": schema}}}, ())


def found(old: Schema, new: Schema, *, requests: bool) -> list[str]:
    reference = {"$ref": "#/components/schemas/S"}
    comparison = SchemaComparison(document(old), document(new), requests)
    changes = comparison.compare((((), reference),), (((), reference),))
    return list(dict.fromkeys(change.kind for change in changes))


@examples(150)
@given(data=st.data())
def test_what_passes_in_requests_takes_all_that_was_taken(data: st.DataObject) -> None:
    old = data.draw(schemas)
    new = data.draw(edited(old))
    if not found(old, new, requests=True):
        value = data.draw(fitting(resolved({}, old)).filter(lambda value: not broken_rules(resolved({}, old), value)))
        assert broken_rules(resolved({}, new), value) == []


@examples(150)
@given(data=st.data())
def test_what_passes_in_answers_sends_nothing_that_was_not_promised(data: st.DataObject) -> None:
    old = data.draw(schemas)
    new = data.draw(edited(old))
    if not found(old, new, requests=False):
        value = data.draw(fitting(resolved({}, new)).filter(lambda value: not broken_rules(resolved({}, new), value)))
        assert broken_rules(resolved({}, old), value) == []


@examples(60)
@given(schema=schemas, requests=st.booleans())
def test_a_schema_is_compatible_with_itself_however_it_is_written(schema: Schema, requests: bool) -> None:
    assert found(schema, schema, requests=requests) == []
    assert found(schema, {"description": "The same.", "allOf": [schema]}, requests=requests) == []
    assert found({"anyOf": [schema]}, schema, requests=requests) == []


def test_a_schema_that_contains_itself_is_compared_to_its_end() -> None:
    tree = {"type": "object", "properties": {"left": {"$ref": "#/components/schemas/S"}, "depth": {"type": "integer"}}}
    text = {**tree, "properties": {**tree["properties"], "depth": {"type": "string"}}}  # type: ignore[dict-item]
    assert found(tree, tree, requests=True) == []
    assert found(tree, text, requests=True) == ["request-type-narrowed"]


def test_an_alternative_that_is_gone_is_named() -> None:
    old = {"oneOf": [{"type": "string"}, {"type": "integer"}]}
    assert found(old, {"oneOf": [{"type": "string"}]}, requests=True) == ["request-alternative-removed"]
    assert found({"type": "string"}, old, requests=False) == ["response-alternative-added"]
    assert found({"type": "string"}, old, requests=True) == []
    assert found(old, {"oneOf": old["oneOf"][::-1]}, requests=True) == []


def test_a_whole_number_is_a_number_and_a_narrow_format_fits_a_wide_one() -> None:
    integer, number = {"type": "integer", "format": "int32"}, {"type": "number"}
    assert found(integer, number, requests=True) == []
    assert found(integer, {"type": "integer", "format": "int64"}, requests=True) == []
    assert found(integer, {"type": "integer", "format": "int64"}, requests=False) == ["response-format-widened"]
    assert found(integer, number, requests=False) == ["response-type-widened", "response-format-widened"]


def test_what_is_only_answered_is_not_asked_of_a_request() -> None:
    old = {"type": "object", "properties": {"id": {"type": "string", "readOnly": True}}}
    new = {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer", "readOnly": True}}}
    assert found(old, new, requests=True) == []
    assert found(old, new, requests=False) == ["response-type-widened"]


def test_an_exclusive_bound_of_whole_numbers_is_the_next_one() -> None:
    above_zero = {"type": "integer", "minimum": 0, "exclusiveMinimum": True}
    assert found(above_zero, {"type": "integer", "minimum": 1}, requests=True) == []
    assert found({"type": "number", "minimum": 0}, {**above_zero, "type": "number"}, requests=True) == [
        "request-bounds-narrowed"
    ]


def test_listed_values_are_held_against_whatever_limits_them() -> None:
    listed = {"type": "string", "enum": ["a", "bb"]}
    assert found(listed, {"type": "string", "maxLength": 2, "pattern": "^[ab]+$"}, requests=True) == []
    assert found(listed, {"type": "string", "maxLength": 1}, requests=True) == ["request-bounds-narrowed"]
