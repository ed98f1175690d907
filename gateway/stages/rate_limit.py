"""How often a caller may ask, through the `limits` library."""

import msgspec
from limits import RateLimitItem, parse

from gateway.counters import counter
from gateway.exchange import Exchange
from gateway.routes import Route
from services.chassis.problems import CODES, Problem

# Guessing a password is limited by address and name together, so that nobody can lock out somebody else.
SIGN_IN = "issueToken"


class RateLimits:
    """Fixed windows per caller; sign-in attempts have their own, per address and name."""

    def __init__(self, policy: str, sign_in_policy: str, storage: str) -> None:
        self._default = parse(policy)
        self._sign_in = parse(sign_in_policy)
        self._counter = counter(storage)
        self._policy = _policy("default", self._default)

    async def check(self, exchange: Exchange, route: Route) -> None:
        """Counts the request and notes what is left for the answer's headers. Raises a 429 past the limit."""
        if route.operation_id == SIGN_IN:
            await self._hit("sign-in", self._sign_in, f"sign-in/{exchange.address}/{_username(exchange.body)}")
        key = f"caller/{exchange.caller.user_id or exchange.address}"
        remaining, reset = await self._hit("default", self._default, key)
        exchange.limits = {"ratelimit-policy": self._policy, "ratelimit": f'"default";r={remaining};t={reset}'}

    async def _hit(self, name: str, item: RateLimitItem, key: str) -> tuple[int, int]:
        """Counts one request; what is left of the window, and the seconds until it ends."""
        count, reset = await self._counter.hit(key, item.get_expiry())
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
