"""What hangs on a post is fetched from where its sender says: never from inside, never for long, never without end."""

import mimetypes
import socket
from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

import httpx

from lineside.exchanges.queries import at_most
from lineside.gateways.social.protocol import Medium
from lineside.gateways.social.rules import Fetched

LARGEST = 25 * 1024 * 1024
PATIENCE, WHOLE = 10.0, 20.0  # seconds for one answer of the line, and for a medium as a whole
FARTHEST = 3  # places that send on to the next


def media_client(own: str) -> httpx.Client:
    """For addresses that strangers write; `own` is our server there, which may stand inside."""
    return httpx.Client(
        transport=_Outside(httpx.URL(own)),
        timeout=PATIENCE,
        trust_env=False,
        headers={"Accept-Encoding": "identity"},  # a small packed answer may be a huge one
        follow_redirects=True,
        max_redirects=FARTHEST,
    )


def fetch(medium: Medium, http: httpx.Client | None) -> Fetched | str:
    """Its bytes, or what is to be said where they cannot be had; the post is kept in any case."""
    named = f"The {medium.kind or 'file'} at {medium.address[:200]}"
    if http is None:
        return f"{named} is fetched afterwards; where it is not here, look there."
    try:
        with at_most(WHOLE) as within, http.stream("GET", medium.address, extensions=within) as answer:
            content, why = _read(answer)
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as fault:
        return f"{named} could not be fetched ({type(fault).__name__})."
    if why:
        return f"{named} {why}"
    kind = answer.headers.get("content-type", "application/octet-stream").partition(";")[0]
    name = urlsplit(medium.address).path.rpartition("/")[2]
    guessed = f"{medium.kind or 'file'}{mimetypes.guess_extension(kind) or ''}"
    return Fetched(content=content, name=(name or guessed)[:200], media_type=kind)


def _read(answer: httpx.Response) -> tuple[bytes, str]:
    if not answer.is_success:
        return b"", f"could not be fetched ({answer.status_code})."
    content = bytearray()
    for piece in answer.iter_raw():
        content += piece
        if len(content) > LARGEST:
            return b"", f"is larger than {LARGEST >> 20} MB and was not fetched."
    return bytes(content), ""


class _Outside(httpx.HTTPTransport):
    """Connects to the very address that was looked at, so that a name cannot mean another one a moment later."""

    def __init__(self, own: httpx.URL) -> None:
        super().__init__(limits=httpx.Limits(max_keepalive_connections=0))
        self._own = (own.scheme, own.host, own.port)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        if (url.scheme, url.host, url.port) == self._own:
            return super().handle_request(request)
        if url.scheme != "https":
            raise httpx.UnsupportedProtocol("Only https is fetched.")
        pinned = httpx.Request(
            request.method,
            url.copy_with(host=outside(url.host, url.port or 443)),
            headers=request.headers,
            stream=request.stream,
            extensions={**request.extensions, "sni_hostname": url.host},
        )
        return super().handle_request(pinned)


def outside(host: str, port: int) -> str:
    """The address of this name, when every address that it has is one of the open internet."""
    try:
        found = [str(told[4][0]) for told in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as fault:
        raise httpx.ConnectError(f"{host} has no address.") from fault
    if not found or not all(is_outside(each) for each in found):
        raise httpx.ConnectError(f"{host} is not on the open internet.")
    return found[0]


def is_outside(address: str) -> bool:
    at = ip_address(address.partition("%")[0])
    inner = at.ipv4_mapped or at.sixtofour if isinstance(at, IPv6Address) else None
    return at.is_global and not at.is_multicast and (inner is None or is_outside(str(inner)))
