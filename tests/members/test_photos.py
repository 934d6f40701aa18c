"""Uploads that are not what they say are refused, and what is kept is only the picture."""

import io
import zlib

import pytest
from PIL import Image

from commonweal.core.errors import Refused
from commonweal.members.photos import MAX_BYTES, portrait
from tests.members.somebody import jpeg


def taken(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(portrait(io.BytesIO(data), size=len(data)).jpeg))


def drawn(kind: str, size=(40, 20), mode="RGB", **options) -> bytes:
    file = io.BytesIO()
    Image.new(mode, size).save(file, kind, **options)
    return file.getvalue()


def huge_png(side: int) -> bytes:
    """A few hundred bytes that claim to be a picture of `side` by `side` pixels."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4) + name + body + zlib.crc32(name + body).to_bytes(4)

    header = side.to_bytes(4) * 2 + bytes([8, 2, 0, 0, 0])
    rows = zlib.compress(b"\0" * 100)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_becomes_a_square_jpeg(kind):
    picture = taken(drawn(kind))

    assert (picture.format, picture.size) == ("JPEG", (20, 20))


def test_a_large_photo_is_made_small():
    assert taken(jpeg(1200)).size == (512, 512)


def test_a_see_through_photo_is_put_on_white():
    assert taken(drawn("PNG", mode="RGBA")).getpixel((0, 0)) == (255, 255, 255)


def test_a_photo_is_turned_the_way_it_was_taken():
    exif = Image.Exif()
    exif[0x0112] = 3  # upside down
    file = io.BytesIO()
    upside_down = Image.new("RGB", (64, 64), "black")
    upside_down.paste("white", (0, 0, 64, 32))
    upside_down.save(file, "JPEG", exif=exif)

    picture = taken(file.getvalue()).convert("L")

    assert picture.getpixel((32, 60)) > 200 > 50 > picture.getpixel((32, 4))


def test_where_and_when_it_was_taken_is_not_kept():
    exif = Image.Exif()
    exif[0x010E] = "secretplace"
    data = jpeg(exif=exif, comment=b"secretcomment")
    assert b"secretplace" in data

    kept = portrait(io.BytesIO(data), size=len(data)).jpeg

    assert b"secret" not in kept
    assert dict(Image.open(io.BytesIO(kept)).getexif()) == {}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"MZ\x90\x00 a program",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<html><script>alert(1)</script></html>",
        b"%PDF-1.7",
        drawn("GIF"),
        drawn("BMP"),
        jpeg(200)[:300],
        drawn("PNG")[:40],
        b"\xff\xd8\xff\xe0" + b"\0" * 200,
    ],
    ids=["empty", "program", "svg", "html", "pdf", "gif", "bmp", "cut", "cut-png", "jpeg-in-name"],
)
def test_what_is_not_a_photo_is_refused(data):
    with pytest.raises(Refused, match="not a photo we can read"):
        portrait(io.BytesIO(data), size=len(data))


def test_a_file_above_5_mb_is_refused_unread():
    with pytest.raises(Refused, match="smaller than 5 MB"):
        portrait(io.BytesIO(b""), size=MAX_BYTES + 1)


@pytest.mark.parametrize("side", [8_000, 12_000, 60_000])
def test_a_small_file_of_too_many_pixels_is_refused(side):
    data = huge_png(side)

    with pytest.raises(Refused, match="too many pixels"):
        portrait(io.BytesIO(data), size=len(data))
