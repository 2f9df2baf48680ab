"""A photo as it is kept: decoded and written anew, so that nothing else of the file that came is kept."""

import io

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from starrating.refused import Refused

MAX_BYTES = 5 * 1024 * 1024
MAX_PIXELS = 25_000_000
# Enough for 35 mm of paper at 300 dots an inch.
SIDES = (420, 560)
# The only two decoders that are ever asked: every other kind of file is no photo here.
_KINDS = ("JPEG", "PNG")
# What decoders raise at broken or hostile files.
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, MemoryError, Image.DecompressionBombError)


def cleaned(content: bytes) -> bytes:
    """Give the picture as a JPEG of at most ``SIDES``, upright, without place, camera or comment.

    Raises :class:`Refused` for what is too large, too fine, broken, or neither JPEG nor PNG.
    """
    if len(content) > MAX_BYTES:
        raise Refused(_("The photo is larger than 5 MB. Send it in a smaller size."), code="large")
    try:
        with Image.open(io.BytesIO(content), formats=_KINDS) as picture:
            _refuse_pixels(*picture.size)
            return _written(picture)
    except UnidentifiedImageError as error:
        raise Refused(_("This is neither a JPEG nor a PNG picture."), code="kind") from error
    except _BROKEN as error:
        raise Refused(_("This picture is damaged and cannot be read."), code="broken") from error


def _refuse_pixels(width: int, height: int) -> None:
    """Refuse a picture of too many pixels before anything is decoded: a small file can say that it is very large."""
    if width * height > MAX_PIXELS:
        raise Refused(_("The photo has more than 25 million dots. Send it in a smaller size."), code="pixels")


def _written(picture: Image.Image) -> bytes:
    # A JPEG is decoded at a fraction of its size right away; twice the size wanted keeps it sharp.
    picture.draft("RGB", (SIDES[0] * 2, SIDES[1] * 2))
    upright = ImageOps.exif_transpose(picture)
    plain = Image.new("RGB", upright.size, "white")
    shown = upright.convert("RGBA")
    plain.paste(shown, mask=shown.getchannel("A"))
    plain.thumbnail(SIDES)
    stream = io.BytesIO()
    plain.save(stream, "JPEG", quality=85, optimize=True)
    return stream.getvalue()
