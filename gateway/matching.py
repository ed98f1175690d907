"""Finds the route of a path: one tree per version, built once from the generated table."""

from collections.abc import Iterable
from urllib.parse import unquote

from gateway.routes import Route


class Node:
    """One segment's worth of choices. Literal segments win over parameters, as OpenAPI 3.0 wants it."""

    __slots__ = ("literals", "parameter", "routes")

    def __init__(self) -> None:
        self.literals: dict[str, Node] = {}
        self.parameter: Node | None = None
        self.routes: dict[str, Route] = {}

    def add(self, segments: list[str], route: Route) -> None:
        if not segments:
            self.routes[route.method] = route
            return
        segment, *rest = segments
        if segment.startswith("{"):
            self.parameter = self.parameter or Node()
            self.parameter.add(rest, route)
        else:
            self.literals.setdefault(segment, Node()).add(rest, route)

    def find(self, segments: list[str], at: int = 0) -> dict[str, Route] | None:
        if at == len(segments):
            return self.routes or None
        literal = self.literals.get(segments[at])
        if literal is not None:
            found = literal.find(segments, at + 1)
            if found is not None:
                return found
        if self.parameter is not None and segments[at]:
            return self.parameter.find(segments, at + 1)
        return None


class Matcher:
    """The routes of one version."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self._root = Node()
        for route in routes:
            self._root.add(route.path[1:].split("/"), route)

    def find(self, path: str) -> dict[str, Route] | None:
        """The routes of a path by method, or None. `path` is still percent-encoded, so an encoded slash stays one
        character of its segment."""
        segments = path[1:].split("/")
        if "%" in path:
            segments = [unquote(segment) for segment in segments]
        return self._root.find(segments)
