"""What a handler gives back."""

from dataclasses import dataclass
from typing import Generic, TypeVar

import msgspec

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Json(Generic[T]):
    """JSON bytes of a `T`, as PostgreSQL or an encoder wrote them; tests decode them against the type.

    `location` is the path of a created resource, as the service contract writes it. `version` is the row's, from
    which its entity tag is made; `variant` tells bodies of one version apart that hold more than the row. `replayed`
    says that an Idempotency-Key brought back an earlier answer. `status` is one of the operation's other successes,
    `headers` are what an answer says besides.
    """

    body: bytes
    location: str | None = None
    version: int | None = None
    variant: str = ""
    replayed: bool = False
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()

    def decode(self, type: type[T]) -> T:
        """The value itself, for callers that need more than bytes. `type` repeats the annotation's T."""
        return msgspec.json.decode(self.body, type=type)
