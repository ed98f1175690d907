"""Whether an operation still takes the requests it took and answers as it did."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from codegen.check.breaking.changes import Change, Place
from codegen.check.breaking.schemas import SchemaComparison
from codegen.check.breaking.security import security_changes
from codegen.check.breaking.shapes import Parts
from codegen.documents import Document, Node, Parameter, Pointer, Site, mapping

_IN_BRACES = re.compile(r"\{([^}]*)\}")


def template(path: str) -> str:
    """The path without the names of its parameters, which no client sees."""
    return _IN_BRACES.sub("{}", path)


def label(site: Site) -> str:
    return f"{site.method.upper()} {site.path}"


@dataclass(frozen=True, slots=True)
class OperationComparison:
    """Operations of two states of one version's document."""

    old: Document
    new: Document
    requests: SchemaComparison
    answers: SchemaComparison

    @classmethod
    def of(cls, old: Document, new: Document) -> "OperationComparison":
        return cls(old, new, SchemaComparison(old, new, True), SchemaComparison(old, new, False))

    def compare(self, old: Site, new: Site) -> Iterator[Change]:
        yield from self._parameters(old, new)
        yield from self._body(old, new)
        yield from self._responses(old, new)
        yield from security_changes((self.old, old), (self.new, new))

    def _parameters(self, old: Site, new: Site) -> Iterator[Change]:
        olds, news = _parameters(old), _parameters(new)
        for key, parameter in olds.items():
            if key in news:
                yield from self._parameter(old, parameter, news[key])
            else:
                said = f"the parameter `{parameter.node.get('name')}` ({key[0]}) is no longer taken"
                place = Place((*new.pointer, "parameters"), str(parameter.node.get("name")))
                yield _change("parameter-removed", (*old.pointer, *key), new.pointer, said, place)
        for key, parameter in news.items():
            if key not in olds and parameter.node.get("required") is True:
                said = f"the parameter `{parameter.node.get('name')}` ({key[0]}) is new and must be sent"
                place = Place((*new.pointer, "parameters"), str(parameter.node.get("name")))
                yield _change("required-parameter-added", (*old.pointer, *key), parameter.pointer, said, place)

    def _parameter(self, site: Site, old: Parameter, new: Parameter) -> Iterator[Change]:
        name, pointer = f"the parameter `{old.node.get('name')}`", _stable(old)
        if new.node.get("required") is True and old.node.get("required") is not True:
            place = Place(new.pointer, "required")
            yield _change("parameter-became-required", pointer, new.pointer, f"{name} must be sent now", place)
        before, after = _style(old.node), _style(new.node)
        if before != after:
            what = f"{name} was written as {before} and is as {after}"
            places = (Place(new.pointer, "style"), Place(new.pointer, "explode"))
            yield _change("parameter-style-changed", pointer, new.pointer, what, *places)
        yield from self.requests.compare(_schema(old.node, old.pointer, pointer), _schema(new.node, new.pointer))
        yield from self._media(self.requests, (old.node, pointer), (new.node, new.pointer))

    def _body(self, old: Site, new: Site) -> Iterator[Change]:
        before, old_at = self.old.follow(old.node.get("requestBody"), (*old.pointer, "requestBody"))
        after, new_at = self.new.follow(new.node.get("requestBody"), (*new.pointer, "requestBody"))
        if before and not after:
            yield _change("request-body-removed", old_at, new.pointer, "no request body is taken any more")
            return
        if after.get("required") is True and before.get("required") is not True:
            yield _change("request-body-became-required", old_at, new_at, "a request body must be sent now")
        yield from self._media(self.requests, (before, old_at), (after, new_at))

    def _responses(self, old: Site, new: Site) -> Iterator[Change]:
        olds, news = mapping(old.node, "responses"), mapping(new.node, "responses")
        for status, written in olds.items():
            pointer: Pointer = (*old.pointer, "responses", status)
            found = next((name for name in (status, f"{status[0]}XX", "default") if name in news), None)
            if found is None:
                # Declaring it in an overlay does not bring a success back; of an error it is the whole promise.
                places = [] if status.startswith(("2", "3")) else [Place((*new.pointer, "responses"), status)]
                now: Pointer = (*new.pointer, "responses")
                yield _change("status-removed", pointer, now, f"the status {status} is no longer declared", *places)
                continue
            before = self.old.follow(written, pointer)
            after = self.new.follow(news[found], (*new.pointer, "responses", found))
            yield from self._headers(before, after)
            yield from self._media(self.answers, before, after)

    def _headers(self, old: tuple[Node, Pointer], new: tuple[Node, Pointer]) -> Iterator[Change]:
        news = {name.lower(): name for name in mapping(new[0], "headers")}
        for name, written in mapping(old[0], "headers").items():
            before, pointer = self.old.follow(written, (*old[1], "headers", name))
            present = news.get(name.lower())
            if present is None:
                named: Pointer = (*old[1], "headers", name)
                yield _change("header-removed", named, new[1], f"the header `{name}` is gone")
                continue
            after, at = self.new.follow(new[0]["headers"][present], (*new[1], "headers", present))
            if before.get("required") is True and after.get("required") is not True:
                what = f"the header `{name}` may be missing now"
                yield _change("header-became-optional", pointer, at, what)
            # No adapter rewrites headers, so an overlay would promise what nobody keeps.
            changes = self.answers.compare(_schema(before, pointer), _schema(after, at))
            yield from (replace(change, places=()) for change in changes)

    def _media(
        self, schemas: SchemaComparison, old: tuple[Node, Pointer], new: tuple[Node, Pointer]
    ) -> Iterator[Change]:
        direction = "request" if schemas.requests else "response"
        news = mapping(new[0], "content")
        for media_type, written in mapping(old[0], "content").items():
            pointer: Pointer = (*old[1], "content", media_type)
            found = _same_media(media_type, news)
            if found is None:
                what = f"{media_type} is no longer {'taken' if schemas.requests else 'answered'}"
                yield _change(f"{direction}-media-type-removed", pointer, new[1], what)
                continue
            now: Pointer = (*new[1], "content", found)
            yield from schemas.compare(_schema(mapping(written), pointer), _schema(mapping(news[found]), now))


def _change(kind: str, name: Pointer, now: Pointer, what: str, *places: Place) -> Change:
    return Change("", kind, name, now, what, "", (), places)


def _parameters(site: Site) -> dict[tuple[str, str], Parameter]:
    """By place and name; those of the path by their position in it, header names in lower case."""
    order = {name: str(index) for index, name in enumerate(_IN_BRACES.findall(site.path))}
    found: dict[tuple[str, str], Parameter] = {}
    for parameter in site.parameters:
        place, name = str(parameter.node.get("in")), str(parameter.node.get("name"))
        key = order.get(name, name) if place == "path" else name.lower() if place == "header" else name
        found[place, key] = parameter
    return found


def _stable(parameter: Parameter) -> Pointer:
    """Where it is written, with its name in place of its position in a list."""
    if isinstance(parameter.pointer[-1], int):
        return (*parameter.pointer[:-1], str(parameter.node.get("in")), str(parameter.node.get("name")))
    return parameter.pointer


def _style(node: Node) -> str:
    usual = "form" if node.get("in") in ("query", "cookie") else "simple"
    style = node.get("style", usual)
    listed = mapping(node, "schema").get("type") in ("array", "object")
    exploded = listed and node.get("explode", style == "form")
    return f"{style}{', exploded' if exploded else ''}"


def _schema(holder: Node, pointer: Pointer, named: Pointer | None = None) -> Parts:
    """The schema of a parameter, header or media type; one that is missing allows anything."""
    return (((*(named or pointer), "schema"), mapping(holder, "schema")),)


def _same_media(media_type: str, among: Node) -> str | None:
    """The media type that covers this one, parameters such as charset aside."""
    name = media_type.partition(";")[0].strip().lower()
    known = {other.partition(";")[0].strip().lower(): other for other in among}
    wanted = (name, f"{name.partition('/')[0]}/*", "*/*")
    return next((known[other] for other in wanted if other in known), None)
