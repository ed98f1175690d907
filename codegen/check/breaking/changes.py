"""What was found between two states of what a version's clients are served."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from codegen.documents import Pointer, to_reference


@dataclass(frozen=True, slots=True)
class Place:
    """A member of an object in the version's document: putting its old value back undoes a change."""

    holder: Pointer
    key: str


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that clients of `version` will notice.

    `name` locates it in a way that survives reordering, `now` is where to look in the present document. `detail` tells
    apart what is found at one place, such as two values of one enumeration.
    """

    version: str
    kind: str
    name: Pointer
    now: Pointer
    what: str
    detail: str = ""
    operations: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()

    @property
    def fingerprint(self) -> str:
        """The same on every machine, for every order of the specs, and for every neighbouring edit."""
        identity = "\n".join((self.version, self.kind, to_reference(self.name), self.detail))
        return hashlib.sha256(identity.encode()).hexdigest()[:12]

    @property
    def where(self) -> str:
        """JSON pointer into the published document."""
        return to_reference(self.now)


@dataclass(slots=True)
class Ledger:
    """Collects changes; one that several operations share is one change."""

    version: str
    _found: dict[str, Change] = field(default_factory=dict)

    def add(self, operation: str, changes: Iterable[Change]) -> None:
        for change in changes:
            change = replace(change, version=self.version)
            known = self._found.setdefault(change.fingerprint, change)
            if operation and operation not in known.operations:
                self._found[change.fingerprint] = replace(known, operations=(*known.operations, operation))

    def changes(self) -> list[Change]:
        return list(self._found.values())
