"""Who asks: the address at the other end, or the one that the operator's own proxies name."""

from __future__ import annotations

import os
from functools import cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from starlette.requests import HTTPConnection

_Network = IPv4Network | IPv6Network


def client(request: HTTPConnection) -> str:
    """Return the address that a request comes from, IPv6 by its network of 64 bits.

    X-Forwarded-For is believed only from the proxies that $CONTESTED_PROXIES lists (addresses or
    networks, with commas), and only as far as they stand in it without a gap.
    """
    address = request.client.host if request.client else ""
    trusted = _proxies(os.environ.get("CONTESTED_PROXIES", ""))
    forwarded = ",".join(request.headers.getlist("x-forwarded-for")).split(",")
    while _within(address, trusted) and forwarded and forwarded[-1].strip():
        address = forwarded.pop().strip()
    return _grouped(address)


@cache
def _proxies(named: str) -> tuple[_Network, ...]:
    return tuple(
        ip_network(part.strip(), strict=False) for part in named.split(",") if part.strip()
    )


def _within(address: str, networks: tuple[_Network, ...]) -> bool:
    try:
        held = ip_address(address)
    except ValueError:
        return False
    return any(held in network for network in networks)


def _grouped(address: str) -> str:
    """Return an address as what one reader holds: of IPv6 a whole network.

    >>> _grouped("192.0.2.7"), _grouped("2001:db8:1:2:3::4"), _grouped("not an address")
    ('192.0.2.7', '2001:db8:1:2::/64', '')
    """
    try:
        held = ip_address(address)
    except ValueError:
        return ""
    return str(held) if held.version == 4 else str(ip_network(f"{held}/64", strict=False))
