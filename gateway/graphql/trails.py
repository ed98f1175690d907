"""Where in an answer the values of a level stand. Nothing is computed until an error asks for it."""

from collections.abc import Iterator, Sequence
from typing import Protocol, TypeAlias

Path: TypeAlias = tuple[str | int, ...]


class Trail(Protocol):
    """The places of a list of values, by their index."""

    def paths(self, index: int) -> Iterator[Path]:
        """More than one where a value stands in several places."""
        ...


class Start:
    """The root object."""

    def paths(self, index: int) -> Iterator[Path]:
        yield ()


class Apart:
    """Values of one field of the root object, each in an answer of its own. Its number comes first."""

    __slots__ = ("_key",)

    def __init__(self, key: str) -> None:
        self._key = key

    def paths(self, index: int) -> Iterator[Path]:
        yield index, self._key


class Under:
    """The values of one field, one for each object."""

    __slots__ = ("_key", "_objects")

    def __init__(self, objects: Trail, key: str) -> None:
        self._objects = objects
        self._key = key

    def paths(self, index: int) -> Iterator[Path]:
        for path in self._objects.paths(index):
            yield (*path, self._key)


class Within:
    """The items of lists, all in a row. `lengths` has one for each list, 0 for one that is not there."""

    __slots__ = ("_lengths", "_lists")

    def __init__(self, lists: Trail, lengths: Sequence[int]) -> None:
        self._lists = lists
        self._lengths = lengths

    def paths(self, index: int) -> Iterator[Path]:
        before = 0
        for number, length in enumerate(self._lengths):
            if index < before + length:
                for path in self._lists.paths(number):
                    yield (*path, index - before)
                return
            before += length


class Picked:
    """Some of the values, by their indexes."""

    __slots__ = ("_indices", "_values")

    def __init__(self, values: Trail, indices: Sequence[int]) -> None:
        self._values = values
        self._indices = indices

    def paths(self, index: int) -> Iterator[Path]:
        yield from self._values.paths(self._indices[index])


class Standing:
    """The distinct objects among values, by their identities; each may stand in several places."""

    __slots__ = ("_identities", "_trail", "_values")

    def __init__(self, trail: Trail, values: Sequence[object], identities: Sequence[int]) -> None:
        self._trail = trail
        self._values = values
        self._identities = identities

    def paths(self, index: int) -> Iterator[Path]:
        wanted = self._identities[index]
        for place, value in enumerate(self._values):
            if id(value) == wanted:
                yield from self._trail.paths(place)
