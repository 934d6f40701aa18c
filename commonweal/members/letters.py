"""Letters about being a member."""

from commonweal.core.letters.declaring import declare

declare(
    "members.left",
    title="Your membership has ended",
    to="a member who left by themselves",
    when="they end their membership",
    sample=lambda: {"name": "Avery Sample", "address": "https://community.example.org/"},
)
