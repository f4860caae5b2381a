"""Who asks: the address at the other end, or the one that the operator's own proxies name."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from contested import settings
from contested.errors import ContestedError

_Network = IPv4Network | IPv6Network


def reader(peer: str, forwarded: Iterable[str]) -> str:
    """Return the address of a reader: the one at the other end, or the one its proxies name.

    `forwarded` are the X-Forwarded-For headers. They are believed only from the proxies that
    $CONTESTED_PROXIES lists (addresses or networks, with commas), and only as far as those stand in
    them without a gap. Empty where a proxy names no address.
    """
    trusted, named = proxies(), ",".join(forwarded).split(",")
    nearest = address(peer)
    while nearest and within(nearest, trusted) and named[-1:] and named[-1].strip():
        nearest = address(named.pop().strip())
    return str(nearest or "")


def proxies() -> tuple[_Network, ...]:
    """Return the networks of $CONTESTED_PROXIES; raises ContestedError for what is none."""
    return _read(settings.text("CONTESTED_PROXIES"))


@cache
def _read(named: str) -> tuple[_Network, ...]:
    parts = [part.strip() for part in named.split(",") if part.strip()]
    try:
        return tuple(ip_network(part, strict=False) for part in parts)
    except ValueError as error:
        raise ContestedError(
            f"CONTESTED_PROXIES is {named!r}: {error}; give addresses or networks with commas "
            "between, as 10.0.0.0/8, ::1"
        ) from error


def within(ip: IPv4Address | IPv6Address, networks: tuple[_Network, ...]) -> bool:
    """Return whether an address is in one of the networks.

    This machine is one proxy, by whichever of its own addresses it is listed.
    """
    return any(ip in network or (ip.is_loopback and network.is_loopback) for network in networks)


def address(text: str) -> IPv4Address | IPv6Address | None:
    """Return an address, an IPv4 one that is written as IPv6 as itself; None where it is none.

    >>> address("::ffff:192.0.2.7"), address("reader")
    (IPv4Address('192.0.2.7'), None)
    """
    try:
        ip = ip_address(text)
    except ValueError:
        return None
    return ip.ipv4_mapped or ip if ip.version == 6 else ip


def grouped(text: str) -> str:
    """Return an address as what one reader holds: of IPv6 a whole network.

    >>> grouped("192.0.2.7"), grouped("2001:db8:1:2:3::4"), grouped("not an address")
    ('192.0.2.7', '2001:db8:1:2::/64', '')
    """
    ip = address(text)
    if ip is None:
        return ""
    return str(ip) if ip.version == 4 else str(ip_network(f"{ip}/64", strict=False))
