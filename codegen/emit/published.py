"""The document of one public version: exactly what its clients are served."""

from typing import Any

import yaml

from codegen.documents import Document, Node, Site, clone, lookup, mapping, sequence
from codegen.emit import answer_headers
from codegen.emit.envelopes import Envelope, Parts, partial_name, project
from codegen.emit.pruning import prune, without_extensions
from codegen.emit.rendering import banner
from codegen.ir.answers import needs_credentials, properties
from codegen.ir.relations import Inclusion
from codegen.ir.selections import select
from codegen.read.lint_examples import wrong_examples
from codegen.read.merge import GATEWAY_RESPONSES
from codegen.read.versions import Version


def publish(version: Version, envelope: Envelope) -> Document:
    """The version's contracts in its envelope, with all that the gateway answers by itself."""
    document = Document(version.life.name, clone(version.document.data), version.document.sources)
    work = _Publication(version, envelope, document)
    work.errors()
    work.operations()
    work.headers()
    order = {"openapi": "3.0.3", "info": _info(version), "servers": [{"url": f"/api/{version.life.name}"}]}
    data = order | {key: value for key, value in document.data.items() if key not in order}
    published = Document(document.name, prune(without_extensions(data)), document.sources)
    drop_wrong_examples(published)
    return published


def drop_wrong_examples(document: Document) -> None:
    """Examples that an envelope or an older shape made wrong; those of requests were checked before."""
    for pointer, _, _ in list(wrong_examples(document)):
        holder = pointer[:-1] if pointer[-1] == "value" else pointer
        del lookup(document.data, holder[:-1])[holder[-1]]


def emit_published(document: Document) -> str:
    source = f"specs/openapi and specs/versions/{document.name}.overlay.yaml"
    text = yaml.dump(document.data, Dumper=_Dumper, sort_keys=False, width=110, allow_unicode=True)
    return f"# {banner(source)}\n{text}"


class _Publication:
    """One version on its way; changes its document in place."""

    def __init__(self, version: Version, envelope: Envelope, document: Document) -> None:
        self.version = version
        self.envelope = envelope
        self.document = document
        self.components: Node = document.data["components"]

    def errors(self) -> None:
        """Replaces the error schema, and rewrites the examples of error responses, if the envelope has its own."""
        schema = self.envelope.error
        if schema is None:
            return
        description = self.components["schemas"]["Error"].get("description", "Why a request was refused.")
        self.components["schemas"]["Error"] = {"description": description, **schema}
        inline = [r for site in self.document.sites() for r in mapping(site.node, "responses").values()]
        for response in [*self.components["responses"].values(), *inline]:
            media = mapping(response, "content", "application/json")
            if mapping(media, "schema").get("$ref") == "#/components/schemas/Error":
                if "example" in media:
                    media["example"] = project(schema, media["example"])
                for holder in mapping(media, "examples").values():
                    holder["value"] = project(schema, holder["value"])

    def operations(self) -> None:
        for site in list(self.document.sites()):
            responses = site.node["responses"]
            self._successes(site, responses)
            for status in self._by_gateway(site):
                reference = f"#/components/responses/{GATEWAY_RESPONSES[status]}"
                responses.setdefault(status, {"$ref": reference})
            site.node["responses"] = {status: responses[status] for status in sorted(responses)}
            if self.version.life.status == "deprecated":
                site.node["deprecated"] = True

    def _successes(self, site: Site, responses: Node) -> None:
        """Wraps them, and offers what a client may choose of them."""
        selection = select(self.document, site)
        if selection.parameters:
            site.node["parameters"] = [*sequence(site.node, "parameters"), *selection.parameters]
        parts = Parts(bool(selection.fields), _included(selection.inclusions))
        for status in site.successes:
            responses[status] = clone(self.document.follow(responses[status])[0])
            found = self.envelope.wrap(self.document, site, responses[status], parts)
            if found.shape == "LIST":
                names = answer_headers.list_answer(self.envelope.pages_are_counted)
                answer_headers.add(responses[status], names)
            if parts.partial:
                self.components["schemas"].setdefault(partial_name(found.schema), self._partial(found.schema))

    def _partial(self, name: str) -> Node:
        """The schema with every member optional."""
        members = properties(self.document, {"$ref": f"#/components/schemas/{name}"})
        return {
            "type": "object",
            "description": f"A `{name}`, or those of its members that `fields` names.",
            "properties": clone(members),
        }

    def _by_gateway(self, site: Site) -> list[str]:
        """Statuses that the gateway itself may answer."""
        statuses = ["400", "406", "429", "503"]
        if needs_credentials(self.document, site):
            statuses.append("401")
        if self.version.life.after_sunset != "serve":
            statuses.append("410")
        return statuses

    def headers(self) -> None:
        """Declares, on every response, what every answer carries."""
        self.components.setdefault("headers", {}).update(answer_headers.definitions(self.version))
        names = answer_headers.every_answer(self.version)
        inline = [r for site in self.document.sites() for r in site.node["responses"].values() if "$ref" not in r]
        for response in [*self.components["responses"].values(), *inline]:
            answer_headers.add(response, names)


def _included(inclusions: tuple[Inclusion, ...]) -> Node | None:
    """The object of related resources."""
    if not inclusions:
        return None
    arrays = {
        inclusion.member: {"type": "array", "items": {"$ref": f"#/components/schemas/{inclusion.relation.resource}"}}
        for inclusion in inclusions
    }
    return {"type": "object", "description": "What `include` asked for, each resource once.", "properties": arrays}


def _info(version: Version) -> Node:
    life = version.life
    state = f"Version {life.number} of the public API. Status: {life.status}"
    if life.deprecated_at:
        state += f" since {life.deprecated_at}"
        state += f", sunset on {life.sunset_at}" if life.sunset_at else ""
        state += f"; its successor is {life.successor}" if life.successor else ""
    return {"title": "Trellis API", "description": f"{state}.", "version": f"{life.number}.0.0"}


class _Dumper(yaml.CSafeDumper):
    """Plain YAML: text of several lines as a block, no anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.CSafeDumper, value: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)


_Dumper.add_representer(str, _text)
