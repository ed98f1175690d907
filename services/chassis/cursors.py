"""Page cursors: signed, opaque, bound to the sort and filter they were made for."""

import base64
import binascii
import hmac
from collections.abc import Sequence
from hashlib import sha256

import msgspec

from services.chassis.problems import Problem, Violation, bad_request


class Position(msgspec.Struct, array_like=True, frozen=True):
    """Where a page ended: a digest of sort and filter, and the last row's sort keys as PostgreSQL writes them.

    Keys are text so that a timestamp keeps its microseconds.
    """

    binding: bytes
    keys: list[str | None]


def _refused() -> Problem:
    return bad_request("A parameter is invalid.", Violation("cursor", "The cursor was not made for this list."))


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _unbase64(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


class Cursors:
    """Makes and reads cursors with one secret (32 bytes or more)."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def _seal(self, payload: str) -> str:
        return _base64(hmac.digest(self._secret, payload.encode(), "sha256")[:16])

    def encode(self, binding: str, keys: Sequence[str | None]) -> str:
        """`payload.seal`, both base64url. `binding` is any text that tells one sort and filter from another."""
        position = Position(sha256(binding.encode()).digest()[:8], list(keys))
        payload = _base64(msgspec.msgpack.encode(position))
        return f"{payload}.{self._seal(payload)}"

    def decode(self, binding: str, cursor: str) -> list[str | None]:
        """The sort keys to go on after. Raises a 400 for a cursor that is forged, or of another sort or filter."""
        payload, _, seal = cursor.partition(".")
        if not hmac.compare_digest(seal.encode(), self._seal(payload).encode()):
            raise _refused()
        try:
            position = msgspec.msgpack.decode(_unbase64(payload), type=Position)
        except (msgspec.DecodeError, binascii.Error) as error:
            raise _refused() from error
        if not hmac.compare_digest(position.binding, sha256(binding.encode()).digest()[:8]):
            raise _refused()
        return position.keys
