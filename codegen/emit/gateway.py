"""The gateway's generated modules: lifecycle facts, route tables, adapter contracts and their shapes."""

from codegen.documents import Document, mapping
from codegen.emit.models import dicts
from codegen.emit.rendering import banner, render
from codegen.ir.closures import closure
from codegen.ir.differences import Differences, find_differences
from codegen.ir.gateway import VersionText, to_text
from codegen.ir.hoisting import hoist
from codegen.read.specs import Specs

_FOLDER = "gateway/generated"
_SOURCE = "specs/versions and specs/openapi"
_LIFECYCLE = "specs/versions/lifecycle.yaml"


def emit_gateway(specs: Specs) -> dict[str, str]:
    """Path to text of everything below gateway/generated."""
    differences = find_differences({v.life.name: v.document for v in specs.versions} | {"head": specs.head.document})
    versions = [to_text(version, specs.head, differences) for version in specs.versions]
    outputs = {
        f"{_FOLDER}/__init__.py": f'"""{banner(_SOURCE)}"""\n',
        f"{_FOLDER}/lifecycle.py": render(
            "lifecycle",
            banner=banner(_LIFECYCLE),
            versions=versions,
            default=specs.lifecycle.default,
            uses_brownouts=any(life.brownouts for life in specs.lifecycle.versions),
        ),
    }
    outputs[f"{_FOLDER}/tables.py"] = render("tables", banner=banner(_SOURCE), versions=versions)
    for version in versions:
        outputs[f"{_FOLDER}/{version.name}.py"] = _routes(version)
    return outputs | _adapters(differences)


def _routes(version: VersionText) -> str:
    own = [version.name] if version.own_steps else []
    return render("routes", banner=banner(_SOURCE), version=version, own=own)


def _adapters(differences: Differences) -> dict[str, str]:
    shapes = differences.shapes()
    if not differences.adapters:
        return {}
    outputs = {
        f"{_FOLDER}/adapters.py": render(
            "adapters", banner=banner(_SOURCE), shapes=sorted(shapes), versions=list(differences.adapters.items())
        ),
        f"{_FOLDER}/shapes/__init__.py": f'"""{banner(_SOURCE)}"""\n',
    }
    for version, names in shapes.items():
        outputs[f"{_FOLDER}/shapes/{version}.py"] = _shapes(differences.documents[version], version, names)
    return outputs


def _shapes(document: Document, version: str, names: frozenset[str]) -> str:
    named = hoist(document)
    inside = closure(named, names)
    schemas = mapping(named.data, "components", "schemas")
    chosen = {name: schema for name, schema in schemas.items() if name in inside}
    return dicts(chosen, f"{banner(_SOURCE)}\n\nWhat travels in {version}, where a neighbour differs.\n")
