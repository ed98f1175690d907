"""Who a request comes from, when proxies stand in front of the gateway."""

from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address


def read_networks(text: str) -> tuple[Network, ...]:
    """`10.0.0.0/8, 192.0.2.7` as networks. Raises ValueError for what is none."""
    return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())


def _read(text: str) -> Address:
    address = ip_address(text.strip())
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


class Addresses:
    """Finds the client behind `trusted` proxies; without any, X-Forwarded-For is only what a client says of itself."""

    def __init__(self, trusted: Sequence[Network] = ()) -> None:
        self._trusted = trusted
        self._known = lru_cache(maxsize=4096)(self._behind)

    def of(self, peer: str, forwarded: str | None) -> str:
        """The address that opened the connection, or what the last trusted proxy says of where it got the request."""
        if not self._trusted or forwarded is None:
            return peer
        return self._known(peer, forwarded)

    def _behind(self, peer: str, forwarded: str) -> str:
        found = peer
        # Each proxy adds its client at the end, so the list is believed from there, as far as proxies are known.
        for hop in reversed([*forwarded.split(","), peer]):
            try:
                address = _read(hop)
            except ValueError:
                break
            found = str(address)
            if not any(address in network for network in self._trusted):
                break
        return found
