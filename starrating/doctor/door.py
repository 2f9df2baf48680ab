"""The way to the pages: who may reach them, and whether anybody on the way can read along."""

import datetime as dt
import socket
import ssl
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from starrating.doctor.findings import Finding, State, well

# A certificate that is renewed by itself is renewed a month before its end.
SOON = dt.timedelta(days=21)
PATIENCE = 3.0


def look_at_the_door(_at: dt.datetime) -> Finding:
    """TLS: whether it is on, as soon as other machines can reach the program."""
    if settings.HTTPS:
        return well(_("Pages are sent over HTTPS alone."))
    if not settings.SERVES_OTHERS:
        return well(_("Only this machine can open the pages."))
    return Finding(
        State.LOOK,
        _("Pages and passwords cross the network readable for everybody in it."),
        _("Put a proxy with a certificate in front and unset INSECURE_LAN: see docs/operations.md."),
    )


def look_at_the_certificate(at: dt.datetime) -> Finding:
    """TLS: the certificate as a browser meets it, asked for under the name that people use."""
    host, port = public_place()
    if not settings.HTTPS or not host:
        return well(_("There is no certificate to look at."))
    try:
        ends = end_of_certificate(host, port)
    except ssl.SSLCertVerificationError as error:
        return Finding(
            State.LOOK,
            _("This machine does not trust the certificate of %(host)s: %(why)s.")
            % {"host": host, "why": getattr(error, "verify_message", error)},
            _("Renew it. If the school has an authority of its own, install that on every device, this one included."),
        )
    except OSError:
        return Finding(
            State.LOOK,
            _("https://%(host)s does not answer this machine.") % {"host": host},
            _("Look whether the proxy runs, and whether the name leads to it from here."),
        )
    told = {"host": host, "day": f"{timezone.localtime(ends):%Y-%m-%d}"}
    text = _("The certificate of %(host)s is good until the end of %(day)s.") % told
    return well(text) if ends - at > SOON else Finding(State.ILL, text, _("Renew it and load the proxy anew."))


def public_place() -> tuple[str, int]:
    """Say under which name and port browsers ask; no name where there is none but this machine's."""
    address = urlsplit(settings.PUBLIC_ADDRESS)
    if address.scheme == "https" and address.hostname:
        return address.hostname, address.port or 443
    names = [name for name in settings.ALLOWED_HOSTS if name not in settings.LOOPBACK and name.strip(".*") == name]
    return next(iter(names), ""), 443


def end_of_certificate(host: str, port: int) -> dt.datetime:
    """Give until when a server's certificate is good. Raises OSError where it does not answer or is not trusted."""
    context = ssl.create_default_context()
    with (
        socket.create_connection((host, port), timeout=PATIENCE) as plain,
        context.wrap_socket(plain, server_hostname=host) as secured,
    ):
        told = secured.getpeercert() or {}
    return dt.datetime.fromtimestamp(ssl.cert_time_to_seconds(str(told["notAfter"])), dt.UTC)
