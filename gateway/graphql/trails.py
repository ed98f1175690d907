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
    """Some of the values, each perhaps taken from several places."""

    __slots__ = ("_places", "_values")

    def __init__(self, values: Trail, places: Sequence[Sequence[int]]) -> None:
        self._values = values
        self._places = places

    def paths(self, index: int) -> Iterator[Path]:
        for place in self._places[index]:
            yield from self._values.paths(place)
