"""A request as the server hands it over (ASGI) in the words in which Django is asked (WSGI)."""

import sys
from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import IO, Any
from urllib.parse import unquote_to_bytes

from starrating.web.address import address_in

Scope = Mapping[str, Any]

# What a header says of the way here is the proxy's to say.
OF_THE_PROXY = b"x-forwarded-"
# Whether such a header came at all, also where its word is not taken.
FORWARDED = "starrating.forwarded"
WITHOUT_PREFIX = {"CONTENT_TYPE", "CONTENT_LENGTH"}


def environ_of(scope: Scope, body: IO[bytes], length: int, proxies: Collection[str]) -> dict[str, Any]:
    """Give the variables of a request whose body of ``length`` bytes has arrived.

    ``proxies`` are the addresses whose word on where a request comes from is taken.
    """
    peer, server = peer_of(scope), scope.get("server") or ("localhost", 80)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "REMOTE_ADDR": peer,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        FORWARDED: any(name.startswith(OF_THE_PROXY) for name, _value in scope["headers"]),
        **headers(scope, trusted=peer in proxies),
    }
    # Known by now also where the body came in pieces.
    environ["CONTENT_LENGTH"] = str(length)
    return environ


def peer_of(scope: Scope) -> str:
    return str((scope.get("client") or ("",))[0])


def client_of(scope: Scope, proxies: Collection[str]) -> str:
    """Give the address of the person's machine."""
    peer = peer_of(scope)
    return address_in(headers(scope, trusted=peer in proxies) | {"REMOTE_ADDR": peer})


def headers(scope: Scope, *, trusted: bool) -> dict[str, str]:
    """Give the headers as variables.

    One with an underscore would become the same variable as that with a hyphen, and so speak for the proxy.
    """
    found = defaultdict(list)
    for name, value in scope["headers"]:
        if b"_" in name or (name.startswith(OF_THE_PROXY) and not trusted):
            continue
        variable = name.decode("latin-1").upper().replace("-", "_")
        found[variable if variable in WITHOUT_PREFIX else f"HTTP_{variable}"].append(value.decode("latin-1"))
    return {variable: ",".join(values) for variable, values in found.items()}
