"""Only hosts on the internet are asked: a name is looked up once, checked, and the checked address is connected to."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from typing import Any

import httpcore

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class RefusedAddress(Exception):  # noqa: N818 - a refusal, not a fault
    """A host has no address that may be asked."""


def is_public(address: Address) -> bool:
    """Whether an address is one of the internet; an IPv4 address inside an IPv6 one counts as itself."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or _nat64(address)
        if inner is not None:
            return is_public(inner)
        if address.teredo is not None:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _nat64(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address in ipaddress.IPv6Network("64:ff9b::/96"):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def checked(host: str, port: int, *, allow_private: bool) -> list[str]:
    """The addresses of a host.

    Raises
    ------
    RefusedAddress
        When one of them is not public: a name that also points inside is not trusted at all.
    OSError
        When the host is not known.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(info[4][0]).partition("%")[0] for info in found))
    if not allow_private:
        for address in addresses:
            if not is_public(ipaddress.ip_address(address)):
                raise RefusedAddress(f"{host} wijst naar een adres binnen een netwerk ({address})")
    return addresses


class CheckedBackend(httpcore.NetworkBackend):
    """Connects to the address that was checked, so that a second look-up cannot give another (DNS rebinding)."""

    def __init__(self, *, allow_private: bool) -> None:
        self._allow_private = allow_private
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first checked address that answers."""
        try:
            addresses = checked(host, port, allow_private=self._allow_private)
        except OSError as error:
            raise httpcore.ConnectError(f"{host} is onbekend ({error.strerror or error})") from error
        failed: Exception | None = None
        for address in addresses:
            try:
                return self._sockets.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
        raise failed or httpcore.ConnectError(f"{host} heeft geen adres")

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        """Refused: a socket on this machine is not the web."""
        raise RefusedAddress("een socket op deze computer wordt niet gelezen")

    def sleep(self, seconds: float) -> None:
        """Wait."""
        self._sockets.sleep(seconds)
