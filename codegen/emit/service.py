"""The modules of one service: the Protocol to implement, its operations as data, its client, its document."""

import json

from codegen.documents import Document
from codegen.emit.models import structs
from codegen.emit.rendering import banner, render
from codegen.ir.bounds import bound_integers
from codegen.ir.hoisting import hoist
from codegen.ir.listings import to_listings
from codegen.ir.operations import to_service
from codegen.ir.patterns import with_python_patterns


def emit_service(contract: Document) -> dict[str, str]:
    """Path to text of everything below services/<name>/generated."""
    running = Document(contract.name, with_python_patterns(contract.data), contract.sources)
    bound_integers(running.data)
    service = to_service(hoist(running))
    head = banner(service.source)
    folder = f"services/{service.name}/generated"
    outputs = {
        f"{folder}/__init__.py": f'"""{head}"""\n',
        f"{folder}/models.py": structs(service, head),
        f"{folder}/api.py": render("api", service=service, banner=head),
        f"{folder}/operations.py": render("operations", service=service, banner=head),
        f"{folder}/client.py": render("client", service=service, banner=head),
        f"{folder}/document.json": _document(running, head),
    }
    if listings := to_listings(running):
        outputs[f"{folder}/filters.py"] = render("filters", listings=listings, service=service.name, banner=head)
    return outputs


def _document(running: Document, head: str) -> str:
    """The contract as connexion and openapi-core read it; JSON has no comments, so an extension says it."""
    return json.dumps({"x-generated": head, **running.data}, indent=2, ensure_ascii=False) + "\n"
