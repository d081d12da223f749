"""The way out: connections to addresses that people have typed in or a browser has sent, never to our own network.

A name is resolved once, what it resolves to is judged, and the connection goes to just that address: a name that says
something else a moment later gains nothing.
"""

import asyncio
import os
import re
import socket
import ssl
from collections.abc import Iterable
from functools import cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any

import httpcore
from httpcore import AnyIOBackend, AsyncNetworkStream

from jishi.kernel.errors import Invalid

Address = IPv4Address | IPv6Address
NAT64 = ip_network("64:ff9b::/96")
PATIENCE = 15.0  # seconds for each address, so that a dead one leaves time for the next


class AddressInside(Invalid):
    """{host} lies within our own network. Whoever runs the desk can allow it with JISHI_INTERNAL_HOSTS."""


class NoSuchHost(Invalid):
    """There is no address for {host}."""


async def resolve(host: str, port: int) -> list[str]:
    """The addresses of `host` that may be connected to. Raises NoSuchHost, AddressInside."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NoSuchHost(host=host) from error
    addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
    allowed = [address for address in addresses if may_reach(host, address)]
    if not allowed:
        raise AddressInside(host=host)
    return allowed


def may_reach(host: str, address: str) -> bool:
    """Whether that is somewhere outside, or inside but allowed by name or by network."""
    ip = ip_address(address.partition("%")[0])
    return is_outside(ip) or is_listed(host) or any(_within(ip, entry) for entry in _listed())


def is_listed(host: str) -> bool:
    """Whether whoever runs the desk has allowed it by name."""
    return host.lower().rstrip(".") in _listed()


def is_outside(ip: Address) -> bool:
    """Also sees through the ways of writing an IPv4 address as an IPv6 one."""
    if isinstance(ip, IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in NAT64:
            inner = IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_outside(inner)
    if ip.version == 6 and ip.is_site_local:  # long deprecated, and no less inside
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def trust() -> ssl.SSLContext:
    """Whom we believe to be who they say: the usual authorities, and those of this machine (or `SSL_CERT_FILE`)."""
    return _trust(os.environ.get("SSL_CERT_FILE"))


@cache
def _trust(_: str | None) -> ssl.SSLContext:
    context = httpcore.default_ssl_context()
    context.load_default_certs()
    return context


async def connect(host: str, port: int) -> socket.socket:
    """A connected socket, for libraries that take one. Raises OSError (TimeoutError) besides what `resolve` raises."""
    problem: OSError | None = None
    for address in await resolve(host, port):
        made = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
        made.setblocking(False)
        try:
            async with asyncio.timeout(PATIENCE):
                await asyncio.get_running_loop().sock_connect(made, (address, port))
        except OSError as error:
            made.close()
            problem = error
        except BaseException:
            made.close()
            raise
        else:
            return made
    raise problem or NoSuchHost(host=host)


class Outgoing(httpcore.AsyncNetworkBackend):
    """The same for HTTP: what `httpcore.AsyncConnectionPool` connects through. It follows no redirect by itself."""

    def __init__(self) -> None:
        self._inner = AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> AsyncNetworkStream:
        problem: Exception | None = None
        for address in await resolve(host, port):
            try:
                return await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                problem = error
        raise problem or NoSuchHost(host=host)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


def _listed() -> list[str]:
    return [each for each in re.split(r"[\s,]+", os.environ.get("JISHI_INTERNAL_HOSTS", "").lower()) if each]


def _within(ip: Address, entry: str) -> bool:
    try:
        return ip in ip_network(entry, strict=False)
    except ValueError:
        return False  # a name
