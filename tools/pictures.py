"""Takes the guide's pictures from a demo community of its own: `make pictures`."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

OUT = Path(__file__).parents[1] / "docs" / "guide" / "pictures"
PORT = "8765"
SITE = f"http://localhost:{PORT}"
QUEUE = 'a[href*="/queue/"]:has-text("Scotland")'
# name: who looks, at what, how wide; then what is pressed, and after “at” where the picture begins
PICTURES: dict[str, tuple[str | int, ...]] = {
    "front": ("", "/", 1280),
    "directory": ("member", "/people/?q=coaching", 1280),
    "profile": ("member", "/people/me/", 768),
    "visibility": ("member", "/people/me/edit/visibility/", 768),
    "today": ("convenor", "/", 768),
    "figures": ("", "/figures/", 1280),
    "desk": ("team", "/desk/", 1280),
    "import": ("team", "/desk/import/", 768),
    "roles": ("team", "/desk/roles/", 1280),
    "account": ("member", "/account/", 768),
    "sign-in": ("", "/account/login/", 768),
    "join": ("", "/join/", 1280),
    "question": ("guest", "/", 768, 'a[href^="/join/applications/"]', 'a[href$="-experience/"]'),
    "waves": ("team", "/desk/joining/", 1280),
    "wave": ("team", "/desk/joining/", 1280, "h3 a"),
    "queue": ("team", "/desk/joining/", 1280, QUEUE, "at form[method=get]"),
    "reading": (
        "assessor",
        "/desk/joining/",
        768,
        QUEUE,
        'main a[href$="/read/"]',
        "at h2:has-text('What you find')",
    ),
    "decide": (
        "team",
        "/desk/joining/",
        768,
        QUEUE,
        'tr:has-text("Ready to decide") a[href$="/decide/"]',
        "at h2:has-text('What the readers found')",
    ),
    "compact": ("", "/compact/", 1280),
    "way-in": ("member", "/", 1280),
    "equalities": ("member", "/equalities/", 768),
    "equalities-numbers": ("steward", "/desk/equalities/", 1280),
    "requests": ("steward", "/desk/requests/", 1280),
    "retention": ("steward", "/desk/retention/", 1280),
    "record": ("steward", "/desk/record/", 1280, 'summary:has-text("Answers")', "at #joining"),
    "letters": ("team", "/desk/letters/", 1280),
    "clock": ("team", "/desk/clock/", 1280),
}


def serve(var: str) -> subprocess.Popen[bytes]:
    """A demo community in `var`, made and served."""
    env = {**os.environ, "COMMONWEAL_VAR": var, "DEMO": "1", "PORT": PORT}
    program = str(Path(sys.executable).parent / "commonweal")
    server = subprocess.Popen([program, "run"], env=env)
    for _ in range(600):
        time.sleep(1)
        try:
            urllib.request.urlopen(SITE, timeout=5)
        except OSError:
            continue
        return server
    server.terminate()
    raise SystemExit("The demo did not start within ten minutes.")


def take(page: Page, name: str) -> None:
    who, path, width, *steps = PICTURES[name]
    page.context.clear_cookies()
    page.set_viewport_size({"width": int(width), "height": 900})
    if who:
        page.goto(f"{SITE}/demo/")
        page.locator(f'form[action="/demo/be/{who}/"] button').click()
    page.goto(f"{SITE}{path}")
    for step in map(str, steps):
        found = page.locator(step.removeprefix("at ")).first
        if step.startswith("at "):
            found.evaluate("element => element.scrollIntoView()")
        else:
            found.click()
    page.screenshot(path=OUT / f"{name}.png")


def main() -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as var, sync_playwright() as playwright:
        server = serve(var)
        try:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox"]
            )
            page = browser.new_page()
            for name in PICTURES:
                take(page, name)
            browser.close()
        finally:
            server.terminate()
            server.wait(timeout=30)


if __name__ == "__main__":
    main()
