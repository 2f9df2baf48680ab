"""The entry point of the server."""

import os
import signal
import sys
import threading
import time

from django.conf import settings

from starrating.server.body import Room
from starrating.server.gateway import WSGI, Gateway
from starrating.wsgi import application as wsgi

if sys.platform != "win32":
    import resource

ONE_MB = 1024 * 1024
# Four of the largest files, and what a form says beside them.
LARGEST = settings.FILE_UPLOAD_MAX_MEMORY_SIZE + ONE_MB
# Windows has one process instead of two.
THREADS = 4 if sys.platform == "win32" else 2


def end_with(parent: int) -> None:
    """End this process when its parent has been killed: nobody would ever stop it, nor the port be free again."""
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)


def in_front_of(asked: WSGI) -> Gateway:
    """Give what the server runs for a WSGI application."""
    return Gateway(
        asked, threads=THREADS, room=Room(largest=LARGEST, most=8 * LARGEST), proxies=settings.PROXY_ADDRESSES
    )


if sys.platform != "win32":
    # Each connection is an open file, and the usual thousand are soon held.
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    threading.Thread(target=end_with, args=(os.getppid(),), name="parent", daemon=True).start()

application = in_front_of(wsgi)
