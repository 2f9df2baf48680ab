"""The square code of an address as a drawing of one path."""

from itertools import groupby

import segno


def drawing(address: str) -> str:
    """Draw ``address`` as an SVG text; the mask is fixed, since trying all eight takes most of a batch's time."""
    modules = segno.make(address, error="m", micro=False, mask=3).matrix
    side = len(modules)
    path = []
    for y, row in enumerate(modules):
        x = 0
        for dark, run in groupby(row):
            length = len(list(run))
            if dark:
                path.append(f"M{x} {y}h{length}v1h-{length}z")
            x += length
    namespace = "http://www.w3.org/2000/svg"
    return f'<svg xmlns="{namespace}" viewBox="0 0 {side} {side}"><path d="{"".join(path)}"/></svg>'
