"""Every letter about joining."""

from importlib import import_module

for name in ("applying", "inviting", "deciding"):
    import_module(f"commonweal.joining.letters.{name}")
