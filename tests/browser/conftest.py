"""A real browser, and a real site for it: the product itself, serving a small demo community."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from tools.machine import found_browser

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

QUIET = (
    "--no-sandbox", "--disable-background-networking", "--disable-component-update",
    "--disable-default-apps", "--disable-domain-reliability", "--disable-sync", "--no-first-run",
    "--no-pings",
    "--disable-features=Translate,OptimizationHints,MediaRouter,AutofillServerCommunication",
)  # fmt: skip
WCAG = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    # NHS.UK puts back links and breadcrumbs before the main landmark, on purpose.
    "rules": {"region": {"enabled": False}},
}
MEMBERS = "300"
READERS = ("visitor", "guest", "member", "partner", "evaluator", "team", "steward")
SIZES = {"phone": (320, 640), "desktop": (1280, 900)}


def pytest_collection_modifyitems(items):
    if not found_browser():
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason="Chromium is not installed"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": found_browser(), "args": list(QUIET)}


@pytest.fixture
def sign_in_as(page, live_server, client):
    """sign_in_as(user) signs that user in to the page's browser, at the live_server."""

    def sign_in(user):
        client.force_login(user)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
        page.context.add_cookies([{**cookie, "url": live_server.url}])
        return page

    return sign_in


def axe_findings(page):
    """What axe holds against this page, one line each. Empty is good."""
    return [
        f"{rule['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:300]}"
        for rule in Axe().run(page, options=WCAG).response["violations"]
        for node in rule["nodes"]
    ]


@pytest.fixture
def accessible():
    """accessible(page) asserts that axe finds nothing against the page as it stands."""

    def check(page):
        assert axe_findings(page) == []

    return check


@dataclass
class Watch:
    """What a page did while it was looked at: complaints in the console, requests to elsewhere."""

    home: str
    seen: list[str] = field(default_factory=list)

    def on(self, page):
        page.on("console", lambda said: said.type == "error" and self.seen.append(said.text))
        page.on("pageerror", lambda error: self.seen.append(str(error)))
        page.on("request", self.request)
        return self

    def request(self, request):
        if not request.url.startswith((self.home, "data:", "blob:")):
            self.seen.append(f"request to {request.url}")


@dataclass(frozen=True)
class Site:
    """A running Commonweal with the invented community in it."""

    url: str

    def session(self, who):
        """The session cookie of one of the demo's people, got at the demo's own door."""
        if who == "visitor":
            return None
        _, cookies, page = self.fetch("/demo/")
        token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        headers = {
            "Cookie": f"csrftoken={cookies['csrftoken']}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        form = f"csrfmiddlewaretoken={token}"
        status, cookies, _ = self.fetch(f"/demo/be/{who}/", "POST", form, headers)
        assert status == 302, who
        return cookies["sessionid"]

    def fetch(self, path, method="GET", body=None, headers=None):
        """Status, cookies and body. A page is at most a minute away."""
        server = urlsplit(self.url)
        connection = http.client.HTTPConnection(server.hostname, server.port, timeout=60)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            given = [
                line.split(";")[0].split("=", 1)
                for line in answer.headers.get_all("Set-Cookie", [])
            ]
            return answer.status, dict(given), answer.read().decode(errors="replace")
        finally:
            connection.close()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The product as an operator starts it: its own database, its own process, DEMO on."""
    port = free_port()
    env = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DATABASE_URL", "SITE_URL", "SECRET_KEY"}
    }
    home = tmp_path_factory.mktemp("site")
    env |= {"COMMONWEAL_VAR": str(home / "var"), "DEMO": "1", "PORT": str(port)}
    env["DJANGO_SETTINGS_MODULE"] = "commonweal.config.settings"
    commonweal = [sys.executable, "-m", "commonweal.config.cli"]
    subprocess.run([*commonweal, "migrate", "-v0"], env=env, check=True)
    subprocess.run([*commonweal, "demo", "--members", MEMBERS], env=env, check=True)
    said = (home / "said.txt").open("w+")
    served = subprocess.Popen([*commonweal, "run"], env=env, stdout=said, stderr=said)
    running = Site(f"http://localhost:{port}")
    for _ in range(300):
        if served.poll() is not None:
            said.seek(0)
            pytest.fail(f"The site ended before it answered:\n{said.read()}", pytrace=False)
        try:
            running.fetch("/")
            break
        except OSError:
            time.sleep(0.2)
    yield running
    served.send_signal(signal.SIGTERM)
    served.wait(30)
    said.close()


@pytest.fixture(scope="session")
def sessions(site):
    return {who: site.session(who) for who in READERS}


@pytest.fixture
def open_as(site, sessions, browser):
    """open_as("team", "phone") is a new page of that size in which that reader is signed in."""
    contexts = []

    def open_page(who, size="desktop", theme="", javascript=True):
        width, height = SIZES[size]
        context = browser.new_context(
            viewport={"width": width, "height": height}, java_script_enabled=javascript
        )
        contexts.append(context)
        cookies = {"sessionid": sessions[who], "theme": theme}
        context.add_cookies(
            [
                {"name": name, "value": value, "url": site.url}
                for name, value in cookies.items()
                if value
            ]
        )
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
