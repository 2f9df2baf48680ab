"""Pictures that are none, say they are larger than they are, or carry what nobody asked for."""

from __future__ import annotations

import io
import random

import pytest
from PIL import Image

from starrating.refused import Refused
from students.consents.photos import SIDES, cleaned
from tests.factories import picture
from tests.refusals import refused

# The decoder warns of what it is refused or skips; the tests provoke it.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning", "ignore::PIL.Image.DecompressionBombWarning")


def exif() -> bytes:
    """A photo as a phone writes it: turned, with the place where it was taken and a comment."""
    stream = io.BytesIO()
    shot = Image.new("RGB", (400, 300), "teal")
    data = Image.Exif()
    data[0x0112] = 6
    data[0x010E] = "secret note"
    data.get_ifd(0x8825)[2] = (39.0, 54.0, 20.0)
    shot.save(stream, "JPEG", exif=data, comment=b"secret note")
    return stream.getvalue()


def test_nothing_of_the_camera_stays() -> None:
    kept = cleaned(exif() + b"<script>alert(1)</script>PK\x03\x04")
    with Image.open(io.BytesIO(kept)) as shown:
        assert shown.format == "JPEG"
        assert shown.size == (300, 400), "upright"
        assert not shown.getexif()
    assert b"secret" not in kept
    assert b"Exif" not in kept
    assert b"<script" not in kept


def drawn(kind: str, mode: str = "RGB", size: tuple[int, int] = (64, 64)) -> bytes:
    stream = io.BytesIO()
    Image.new(mode, size).save(stream, kind)
    return stream.getvalue()


GOOD = {"jpeg": drawn("JPEG"), "png": drawn("PNG"), "grey": drawn("JPEG", "L"), "cmyk": drawn("JPEG", "CMYK")}
GOOD |= {"palette": drawn("PNG", "P"), "alpha": drawn("PNG", "RGBA"), "sixteen": drawn("PNG", "I;16")}
GOOD |= {"bits": drawn("PNG", "1"), "thin": drawn("PNG", "RGB", (1, 3000))}
BAD: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "kind"),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "kind"),
    "html": (b"<!doctype html><script>alert(1)</script>", "kind"),
    "gif": (drawn("GIF"), "kind"),
    "webp": (drawn("WEBP"), "kind"),
    "bmp": (drawn("BMP"), "kind"),
    "tiff": (drawn("TIFF"), "kind"),
    "ico": (drawn("ICO"), "kind"),
    "pdf": (b"%PDF-1.7\n", "kind"),
    "eps": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n", "kind"),
    "text": ("学号,姓名\n".encode(), "kind"),
    "head of a jpeg": (drawn("JPEG")[:20], "kind"),
    "half a jpeg": (picture()[: len(picture()) // 3], "broken"),
    "half a png": (drawn("PNG", size=(600, 600))[:200], "broken"),
    "too large": (b"\xff\xd8\xff" + b"\0" * (5 * 1024 * 1024), "large"),
    "100 million dots": (drawn("PNG", "1", (10_000, 10_000)), "pixels"),
    "a long strip": (drawn("PNG", "1", (30_000, 1_000)), "pixels"),
}


@pytest.mark.parametrize("name", GOOD)
def test_every_ordinary_picture_becomes_a_small_jpeg(name: str) -> None:
    with Image.open(io.BytesIO(cleaned(GOOD[name]))) as shown:
        shown.load()
        assert (shown.format, shown.mode) == ("JPEG", "RGB")
        assert (shown.width <= SIDES[0], shown.height <= SIDES[1]) == (True, True)


@pytest.mark.parametrize("name", BAD)
def test_a_hostile_picture_is_refused_with_a_sentence(name: str) -> None:
    content, code = BAD[name]
    with refused(code):
        cleaned(content)


@pytest.mark.parametrize("seed", range(60))
def test_a_damaged_picture_is_a_photo_or_refused_and_nothing_else(seed: int) -> None:
    """Bytes turned at random: whatever the decoder does, no other mistake comes out."""
    chance = random.Random(seed)
    content = bytearray(exif() if seed % 2 else drawn("PNG", size=(200, 200)))
    for _ in range(chance.randint(1, 12)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    kept = one_way_or_the_other(bytes(content))
    if kept:
        with Image.open(io.BytesIO(kept)) as shown:
            assert shown.format == "JPEG"


def one_way_or_the_other(content: bytes) -> bytes:
    """The photo, or nothing where it was refused with a sentence."""
    try:
        return cleaned(content)
    except Refused:
        return b""
