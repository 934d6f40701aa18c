"""Photos of people: what is taken, and what is made of it."""

import io
import warnings
from dataclasses import dataclass
from typing import BinaryIO

from PIL import Image, ImageOps

from commonweal.core.errors import Refused

MAX_BYTES = 5 * 1024 * 1024
MAX_PIXELS = 50_000_000
SIDE = 512
KINDS = ("JPEG", "PNG", "WEBP")
CANNOT_READ = "The file is not a photo we can read. Choose a JPEG, PNG or WebP file."
TOO_MANY_PIXELS = "The photo has too many pixels. Choose one of at most 50 megapixels."


@dataclass(frozen=True)
class Portrait:
    """A square JPEG of at most 512 pixels a side, with nothing else of the file it came from."""

    jpeg: bytes


def portrait(upload: BinaryIO, *, size: int) -> Portrait:
    """Make a portrait of an uploaded file of `size` bytes, whatever its name says it is.

    Raises `Refused` when it is too large, not a photo, or would fill the memory.
    """
    if size > MAX_BYTES:
        raise Refused("The photo must be smaller than 5 MB.")
    try:
        with warnings.catch_warnings():
            # Pillow warns of a decompression bomb before it refuses one; here either is refused.
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _drawn_anew(upload)
    except (OSError, SyntaxError, ValueError, EOFError) as problem:
        raise Refused(CANNOT_READ) from problem
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as problem:
        raise Refused(TOO_MANY_PIXELS) from problem


def _drawn_anew(upload: BinaryIO) -> Portrait:
    with Image.open(upload, formats=KINDS) as image:
        if image.width * image.height > MAX_PIXELS:
            raise Refused(TOO_MANY_PIXELS)
        image.draft("RGB", (2 * SIDE, 2 * SIDE))
        upright = ImageOps.exif_transpose(image).convert("RGBA")
    side = min(SIDE, *upright.size)
    square = ImageOps.fit(upright, (side, side))
    paper = Image.new("RGB", square.size, "white")
    paper.paste(square, mask=square.getchannel("A"))
    drawn = io.BytesIO()
    paper.save(drawn, "JPEG", quality=85, optimize=True)
    return Portrait(drawn.getvalue())
