"""Names as people type them: compared without accents and capitals."""

import unicodedata


def fold(text: str) -> str:
    """Lower case, without accents, single spaces: “Gŵyr  Ní” becomes “gwyr ni”."""
    bare = unicodedata.normalize("NFKD", text)
    kept = "".join(char for char in bare if not unicodedata.combining(char))
    return " ".join(kept.casefold().split())
