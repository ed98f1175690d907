"""Additions to a YAML file that people write: comments, order and spelling of the rest stay as they are."""

from codegen.documents import Pointer


class CannotScaffold(Exception):
    """What was asked for cannot be added; the message says why."""


class Blocks:
    """The lines of a file of nested blocks, indented by two."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines(keepends=True)

    def text(self) -> str:
        return "".join(self._lines)

    def append(self, pointer: Pointer, text: str) -> None:
        """Adds lines at the end of the block under `pointer`. Raises CannotScaffold when there is no such block."""
        start, end = 0, len(self._lines)
        for depth, key in enumerate(pointer):
            start = self._find(str(key), depth, start, end)
            end = self._end(depth, start, end)
        while end > start and not self._lines[end - 1].strip():
            end -= 1
        self._lines[end:end] = text.splitlines(keepends=True)

    def _find(self, key: str, depth: int, start: int, end: int) -> int:
        """The line after the key's own."""
        indent = "  " * depth
        for number in range(start, end):
            line = self._lines[number].rstrip()
            if line in (f"{indent}{key}:", f"{indent}'{key}':"):
                return number + 1
        raise CannotScaffold(f"the file has no block `{key}:` on a line of its own")

    def _end(self, depth: int, start: int, end: int) -> int:
        """The first line that is indented no deeper than the key."""
        for number in range(start, end):
            line = self._lines[number]
            if line.strip() and len(line) - len(line.lstrip(" ")) <= depth * 2:
                return number
        return end
