"""Who asks: the address at the other end, or the one that the operator's own proxies name."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network

from starlette.requests import HTTPConnection

from contested import settings
from contested.errors import ContestedError
from contested.snapshots.limits import address

_Network = IPv4Network | IPv6Network


def client(request: HTTPConnection) -> str:
    """Return the address that a request comes from; see `reader`."""
    peer = request.client.host if request.client else ""
    return reader(peer, request.headers.getlist("x-forwarded-for"))


def reader(peer: str, forwarded: Iterable[str]) -> str:
    """Return the address of a reader: the one at the other end, or the one its proxies name.

    `forwarded` are the X-Forwarded-For headers. They are believed only from the proxies that
    $CONTESTED_PROXIES lists (addresses or networks, with commas), and only as far as those stand in
    them without a gap. Empty where a proxy names no address.
    """
    trusted, named = proxies(), ",".join(forwarded).split(",")
    found = address(peer)
    while found and _within(found, trusted) and named[-1:] and named[-1].strip():
        found = address(named.pop().strip())
    return str(found or "")


def secure(request: HTTPConnection) -> bool:
    """Return whether a reader asks over TLS: here, or at one of the operator's own proxies."""
    peer = address(request.client.host if request.client else "")
    forwarded = request.headers.get("x-forwarded-proto", "").strip().lower()
    if forwarded and peer and _within(peer, proxies()):
        return forwarded == "https"
    return request.url.scheme in ("https", "wss")


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


def _within(held: IPv4Address | IPv6Address, networks: tuple[_Network, ...]) -> bool:
    # This machine is one proxy, by whichever of its own addresses it is listed.
    return any(
        held in network or (held.is_loopback and network.is_loopback) for network in networks
    )
