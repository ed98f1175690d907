"""How often a caller may ask, through the `limits` library."""

import math
import time

import msgspec
from limits import RateLimitItem, parse
from limits.storage import Storage, storage_from_string

from gateway.exchange import Exchange
from gateway.routes import Route
from services.chassis.problems import CODES, Problem

# Guessing a password is limited by address and name together, so that nobody can lock out somebody else.
SIGN_IN = "issueToken"


class RateLimits:
    """Fixed windows per caller; sign-in attempts have their own, per address and name.

    The counting is the storage's own atomic increment, which is all a fixed window needs.
    """

    def __init__(self, policy: str, sign_in_policy: str, storage: str) -> None:
        self._default = parse(policy)
        self._sign_in = parse(sign_in_policy)
        opened = storage_from_string(storage)
        assert isinstance(opened, Storage)
        self._storage = opened
        self._policy = _policy("default", self._default)

    def check(self, exchange: Exchange, route: Route) -> None:
        """Counts the request and notes what is left for the answer's headers. Raises a 429 past the limit."""
        if route.operation_id == SIGN_IN:
            self._hit("sign-in", self._sign_in, f"sign-in/{exchange.address}/{_username(exchange.body)}")
        caller = exchange.caller
        key = f"caller/{caller.user_id or exchange.address}"
        remaining, reset = self._hit("default", self._default, key)
        exchange.limits = {"ratelimit-policy": self._policy, "ratelimit": f'"default";r={remaining};t={reset}'}

    def _hit(self, name: str, item: RateLimitItem, key: str) -> tuple[int, int]:
        """Counts one request; what is left of the window, and the seconds until it ends."""
        count = self._storage.incr(key, item.get_expiry())
        reset = max(1, math.ceil(self._storage.get_expiry(key) - time.time()))
        if count > item.amount:
            raise _exceeded(reset, {"ratelimit-policy": _policy(name, item), "ratelimit": f'"{name}";r=0;t={reset}'})
        return item.amount - count, reset


class _Name(msgspec.Struct):
    username: str


def _username(body: bytes) -> str:
    try:
        return msgspec.json.decode(body, type=_Name).username.lower()
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        # Not a sign-in at all; the service will say what is wrong with it.
        return ""


def _policy(name: str, item: RateLimitItem) -> str:
    return f'"{name}";q={item.amount};w={item.get_expiry()}'


def _exceeded(seconds: int, headers: dict[str, str]) -> Problem:
    return Problem(
        429,
        CODES[429],
        f"Too many requests; the next one may come in {seconds} s.",
        headers=(("retry-after", str(seconds)), *headers.items()),
    )
