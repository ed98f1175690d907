"""Schemas as Python types; the only importer of datamodel-code-generator."""

import json
import warnings
from typing import Any

from datamodel_code_generator import LiteralType, generate
from datamodel_code_generator.enums import DataModelType, InputFileType, OpenAPIScope
from datamodel_code_generator.format import DatetimeClassType, PythonVersion

from codegen.documents import Node, mapping, walk
from codegen.emit.polishing import polish_dicts, polish_structs
from codegen.ir.decimals import decimal_checks
from codegen.ir.operations import Service

_STRUCT_OPTIONS: dict[str, Any] = {
    "use_subclass_enum": True,
    # An enum of one value is a constant, not a choice.
    "enum_field_as_literal": LiteralType.One,
}


def structs(service: Service, head: str) -> str:
    """msgspec structs of every schema and of every operation's query parameters."""
    data = service.document.data
    closed = {
        name
        for name, schema in mapping(data, "components", "schemas").items()
        if schema.get("additionalProperties") is False
    }
    scopes = [OpenAPIScope.Schemas, OpenAPIScope.Paths, OpenAPIScope.Parameters]
    text = _generate(data, DataModelType.MsgspecStruct, scopes, **_STRUCT_OPTIONS)
    return f'"""{head}"""\n\n' + polish_structs(text, frozenset(closed), decimal_checks(service.document))


def dicts(schemas: Node, docstring: str) -> str:
    """TypedDicts of JSON as it travels: moments and ids are text, money is Decimal."""
    document = {
        "openapi": "3.0.3",
        "info": {"title": "shapes", "version": "1"},
        "paths": {},
        "components": {"schemas": schemas},
    }
    for _, node in walk(schemas):
        if node.get("type") == "string":
            node.pop("format", None)
        if node.get("additionalProperties") is False:
            del node["additionalProperties"]
    text = _generate(document, DataModelType.TypingTypedDict, [OpenAPIScope.Schemas])
    return f'"""{docstring}"""\n\n' + polish_dicts(text)


def _generate(document: Node, kind: DataModelType, scopes: list[OpenAPIScope], **options: Any) -> str:
    """Unformatted text; every field stands on one line."""
    with warnings.catch_warnings():
        # It warns of bounds on decimals, which `__post_init__` checks.
        warnings.simplefilter("ignore", UserWarning)
        text = generate(
            json.dumps(document),
            input_file_type=InputFileType.OpenAPI,
            output_model_type=kind,
            openapi_scopes=scopes,
            target_python_version=PythonVersion.PY_311,
            formatters=[],
            field_constraints=True,
            use_annotated=True,
            use_schema_description=True,
            disable_timestamp=True,
            use_standard_primitive_types=True,
            use_operation_id_as_name=True,
            custom_file_header="#",
            keyword_only=True,
            collapse_root_models=True,
            output_datetime_class=DatetimeClassType.Datetime,
            capitalise_enum_members=True,
            use_double_quotes=True,
            strict_nullable=True,
            use_single_line_docstring=True,
            **options,
        )
    if not isinstance(text, str):
        raise TypeError(f"expected one module, got {type(text).__name__}")
    return text
