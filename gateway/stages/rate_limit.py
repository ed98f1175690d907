"""How often a caller may ask, through the `limits` library."""

import time

import msgspec
from limits import RateLimitItem, parse
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter

from gateway.exchange import Exchange
from gateway.routes import Route
from services.chassis.problems import CODES, Problem

# Guessing a password is limited by address and name together, so that nobody can lock out somebody else.
SIGN_IN = "issueToken"


class RateLimits:
    """Fixed windows per caller; sign-in attempts have their own, per address and name."""

    def __init__(self, policy: str, sign_in_policy: str, storage: str) -> None:
        self._item = parse(policy)
        self._sign_in = parse(sign_in_policy)
        self._limiter = FixedWindowRateLimiter(storage_from_string(storage))
        self._policy = _policy("default", self._item)

    def check(self, exchange: Exchange, route: Route) -> dict[str, str]:
        """The RateLimit headers of the answer. Raises a 429 past the limit."""
        if route.operation_id == SIGN_IN:
            self._check_sign_in(exchange)
        caller = exchange.caller
        key = str(caller.user_id) if caller.user_id else exchange.address
        allowed = self._limiter.hit(self._item, key)
        stats = self._limiter.get_window_stats(self._item, key)
        reset = max(1, round(stats.reset_time - time.time()))
        headers = {"ratelimit-policy": self._policy, "ratelimit": f'"default";r={stats.remaining};t={reset}'}
        if not allowed:
            raise _exceeded(reset, headers)
        return headers

    def _check_sign_in(self, exchange: Exchange) -> None:
        key = (exchange.address, _username(exchange.body))
        if not self._limiter.hit(self._sign_in, *key):
            stats = self._limiter.get_window_stats(self._sign_in, *key)
            raise _exceeded(max(1, round(stats.reset_time - time.time())), {"ratelimit-policy": _policy("sign-in", self._sign_in)})


class _Name(msgspec.Struct):
    username: str


def _username(body: bytes) -> str:
    try:
        return msgspec.json.decode(body, type=_Name).username.lower()
    except (msgspec.DecodeError, UnicodeDecodeError):
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
