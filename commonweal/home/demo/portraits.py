"""Drawings in place of photos: nobody exists, so nobody's face is shown."""

import io
from random import Random

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from commonweal.members import indexing
from commonweal.members.models import Member

SIDE = 320
DRAWN_AT = 2 * SIDE  # Twice as large and then halved, so that edges are smooth.
# Ground, hills, and sun: quiet colours that sit beside any brand.
PALETTES = (
    ("#e8efe9", "#7fa99b", "#345e5a", "#e2a45f"),
    ("#f3e9dc", "#c08552", "#5e3023", "#f0c27b"),
    ("#e3ecf4", "#7b9bc0", "#2f4a6d", "#f2d492"),
    ("#f2e6ee", "#b784a7", "#5b3758", "#f4b9a4"),
    ("#eef0da", "#a3b163", "#4f5d2f", "#e0b84c"),
    ("#e6f1f1", "#6fb0b3", "#1f5a66", "#ee9c7a"),
)


def drawing(rng: Random) -> bytes:
    """A small landscape under a sun, as a JPEG."""
    ground, near, far, sun = rng.choice(PALETTES)
    image = Image.new("RGB", (DRAWN_AT, DRAWN_AT), ground)
    pen = ImageDraw.Draw(image)
    _disc(pen, rng.randint(150, 490), rng.randint(130, 260), rng.randint(60, 110), sun)
    for colour, top in ((near, 380), (far, 500)):
        for _ in range(2):
            radius = rng.randint(260, 420)
            middle = top + radius + rng.randint(-40, 40)
            _disc(pen, rng.randint(0, DRAWN_AT), middle, radius, colour)
    saved = io.BytesIO()
    image.resize((SIDE, SIDE), Image.Resampling.LANCZOS).save(saved, "JPEG", quality=85)
    return saved.getvalue()


def _disc(pen: ImageDraw.ImageDraw, x: int, y: int, radius: int, colour: str) -> None:
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)


def give(ids: list[int], seed: int) -> None:
    """Give these members a drawing each, unless they have a photo."""
    without = Member.objects.filter(pk__in=ids, photo="").order_by("pk")
    for member in without:
        rng = Random(f"{seed}/portrait/{member.ref}")  # noqa: S311
        file = ContentFile(drawing(rng))
        member.photo = member.photo.storage.save(f"photos/{member.ref}.jpg", file)
    Member.objects.bulk_update(without, ["photo"])
    indexing.index_members(member.pk for member in without)
