"""The way out leads out, and nowhere else."""

import asyncio
import socket
from ipaddress import ip_address
from typing import Any

import httpcore
import pytest

from jishi.storage.outgoing import AddressInside, NoSuchHost, Outgoing, connect, is_outside, may_reach, resolve

INSIDE = [
    "127.0.0.1", "127.8.8.8", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",  # noqa: S104
    "224.0.0.1", "255.255.255.255", "240.0.0.1", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fc00::1",
    "ff02::1", "fec0::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:a00:1::",
    "2001:db8::1", "2001:0:0:0:0:0:80ff:fffe",
]  # fmt: skip
OUTSIDE = ["8.8.8.8", "114.114.114.114", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_known_however_it_is_written(address: str) -> None:
    assert not is_outside(ip_address(address))


@pytest.mark.parametrize("address", OUTSIDE)
def test_an_address_outside_is_reached(address: str) -> None:
    assert is_outside(ip_address(address))


async def test_what_is_inside_is_refused_with_its_name() -> None:
    with pytest.raises(AddressInside, match=r"localhost lies within our own network"):
        await resolve("localhost", 25)
    for other in ("127.1", "0x7f.1", "2130706433", "[::1]"):  # other ways to write this machine
        with pytest.raises((AddressInside, NoSuchHost)):
            await resolve(other, 25)


async def test_a_name_that_nobody_has_is_said_so() -> None:
    for name in ("no-such-host.invalid", "", "a" * 70 + ".invalid", "\u0000"):
        with pytest.raises((NoSuchHost, AddressInside)):
            await resolve(name, 25)


@pytest.mark.parametrize("listed", ["", " ", "a.example.com,", ", a.example.com"])
def test_a_name_of_nothing_is_not_listed(listed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JISHI_INTERNAL_HOSTS", listed)
    assert not may_reach(".", "127.0.0.1")


def test_what_the_operator_lists_is_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JISHI_INTERNAL_HOSTS", "Mail.Example.com, 10.1.0.0/16 fd00::/8")
    assert may_reach("mail.example.com", "192.168.0.7")
    assert may_reach("mail.example.com.", "192.168.0.7")
    assert may_reach("other.example.com", "10.1.2.3")
    assert may_reach("other.example.com", "fd00::7")
    assert not may_reach("other.example.com", "10.2.0.1")
    assert not may_reach("xmail.example.com", "192.168.0.7")


@pytest.fixture
async def http_server() -> Any:
    """Says no more than hello."""

    async def hello(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(hello, "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1]
    server.close()


async def test_http_goes_through_the_guard_and_follows_nobody_elsewhere(
    http_server: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with httpcore.AsyncConnectionPool(network_backend=Outgoing()) as pool:
        with pytest.raises(AddressInside):
            await pool.request("GET", f"http://127.0.0.1:{http_server}/")
        monkeypatch.setenv("JISHI_INTERNAL_HOSTS", "localhost")
        answer = await pool.request("GET", f"http://localhost:{http_server}/")
        assert answer.status == 302
        with pytest.raises(AddressInside):
            await pool.request("GET", f"http://127.0.0.1:{http_server}/")


async def test_the_name_is_asked_for_once_so_that_it_cannot_say_something_else_later(
    http_server: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name server of an attacker's answers an address that is allowed first, and one that is not then."""
    loop = asyncio.get_running_loop()
    asked: list[str] = []

    async def lies(host: str, port: int, **_: Any) -> list[Any]:
        asked.append(host)
        address = "127.0.0.2" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(loop, "getaddrinfo", lies)
    monkeypatch.setenv("JISHI_INTERNAL_HOSTS", "127.0.0.2")
    with pytest.raises(ConnectionRefusedError):
        await connect("rebound.example.com", http_server)
    assert asked == ["rebound.example.com"]
