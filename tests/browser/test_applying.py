"""Applying in a browser: by keyboard on a phone, without a script, and while the server dies."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import time

import pytest
from django.utils import timezone

from tests.browser.conftest import Site, axe_findings, free_port

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WEB = (sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--log-level", "warning")
MAKE_WAVE = """
import datetime
from django.utils import timezone
from commonweal.joining.models import EligibilityGroup, Question, QuestionSet, Wave
now, day = timezone.now(), datetime.timedelta(days=1)
group, _ = EligibilityGroup.objects.get_or_create(key="test", defaults={"label": "Test people"})
asked = QuestionSet.objects.create(key="browser", title="Browser", version=1)
Question.objects.create(question_set=asked, key="change", order=1, label="What did you change?",
                        help="Big or small.", words_from=3, words_to=6)
Question.objects.create(question_set=asked, key="kind", order=2, kind="ONE", label="Which kind?",
                        choices=[["a", "The first"], ["b", "The second"]])
wave = Wave.objects.create(name="Browser wave", opens_at=now - day, closes_at=now + 9 * day,
                           decide_by=(now + 20 * day).date(), published_at=now - day)
wave.question_sets.add(asked)
print("ref:" + wave.ref)
"""


def family(pid):
    """A process and all that it started, those in sessions of their own too."""
    listing = subprocess.run(
        ["ps", "-axo", "pid=,ppid="], capture_output=True, text=True, check=True
    )
    pairs = [tuple(map(int, line.split())) for line in listing.stdout.splitlines()]
    found = [pid]
    for parent in found:
        found += [child for child, of in pairs if of == parent]
    return found


class Server:
    """A site of its own, that can be killed and started again: the web server as it is served.

    Its task worker is run where somebody waits for mail.
    """

    def __init__(self, home):
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.home = home
        keep = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "SITE_URL")}
        self.env = keep | {
            "COMMONWEAL_VAR": str(home / "var"),
            "PORT": str(self.port),
            "DEMO": "1",
            "DJANGO_SETTINGS_MODULE": "commonweal.config.settings",
        }
        self.process = None

    def run(self, *words):
        command = [sys.executable, "-m", "commonweal.config.cli", *words]
        done = subprocess.run(
            command, env=self.env, check=True, capture_output=True, text=True, timeout=300
        )
        return done.stdout

    def start(self):
        with (self.home / "said.txt").open("a") as said:
            self.process = subprocess.Popen(
                [*WEB, "--port", str(self.port), "commonweal.config.wsgi:application"],
                env=self.env,
                stdout=said,
                stderr=said,
            )
        for _ in range(300):
            try:
                Site(self.url).fetch("/join/")
                return
            except OSError:
                assert self.process.poll() is None, (self.home / "said.txt").read_text()
                time.sleep(0.2)
        pytest.fail("The site did not start")

    def kill(self):
        """As a power cut would, in the middle of things."""
        for pid in family(self.process.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()

    def again(self):
        self.kill()
        self.start()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    made = Server(tmp_path_factory.mktemp("applying"))
    made.run("migrate", "-v0")
    made.run("collectstatic", "--no-input", "-v0")
    made.wave = re.search(r"ref:(\w+)", made.run("shell", "-v0", "-c", MAKE_WAVE))[1]
    made.start()
    yield made
    made.kill()


@pytest.fixture
def browse(browser):
    """browse(javascript=…) is a page as wide as a phone."""
    contexts = []

    def opened(**options):
        context = browser.new_context(viewport={"width": 320, "height": 640}, **options)
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


def address():
    return f"browser{timezone.now().timestamp()}@example.org"


def sound(page):
    """Nothing against the page as it stands: neither axe's nor too wide for a phone."""
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert (page.url, axe_findings(page), wide <= 0) == (page.url, [], True)
    assert page.locator("h1").count() == 1


def newest_link(page, server, email):
    """The link in the newest mail to this address."""
    server.run("db_worker", "--batch", "--queue-name", "*", "--no-reload", "--verbosity", "0")
    _, _, mail = Site(server.url).fetch("/demo/mail/")
    found = re.search(re.escape(email) + r".*?(/join/links/[\w-]+/)", mail, re.DOTALL)
    return server.url + found[1]


def tab_to(page, target):
    """Press Tab until this has the focus, as somebody does who uses no mouse."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"Tab does not lead to {target}")


def press(page, target, key="Enter"):
    tab_to(page, target)
    page.keyboard.press(key)


def press_on(page, target):
    """Press a button or a link by keyboard, and wait for the page it leads to."""
    with page.expect_navigation():
        press(page, target)


def test_somebody_applies_by_keyboard_on_a_phone(browse, server):
    page, email = browse(), address()
    button = page.get_by_role
    page.goto(f"{server.url}/join/")
    sound(page)
    press_on(page, button("button", name="Check if you can apply"))
    sound(page)
    press(page, page.get_by_label("England"), " ")
    press_on(page, button("button", name="Continue"))
    sound(page)
    press(page, page.locator("input[type=radio]").first, " ")
    press_on(page, button("button", name="Continue"))
    sound(page)
    press_on(page, button("link", name="Browser wave"))
    sound(page)
    press_on(page, button("button", name="Start your application").first)
    sound(page)
    tab_to(page, page.get_by_label("E-mail address"))
    page.keyboard.type(email)
    press_on(page, button("button", name="Start writing"))
    sound(page)
    press_on(page, button("link", name="Your name"))
    tab_to(page, page.get_by_label("Your name"))
    page.keyboard.type("Nia Rees")
    page.get_by_text("Saved at").wait_for()
    sound(page)
    for _ in range(4):
        press_on(page, button("button", name="Save and continue"))
        sound(page)
    tab_to(page, page.get_by_role("textbox", name="What did you change?"))
    page.keyboard.type("We moved the bin, twice.")
    page.get_by_text("5 words, just right: the guide is 3 to 6 words.").wait_for()
    page.get_by_text("Saved at").wait_for()
    sound(page)
    press_on(page, button("button", name="Save and continue"))
    press(page, page.get_by_label("The first"), " ")
    page.keyboard.press("ArrowDown")
    assert page.get_by_label("The second").is_checked()
    press_on(page, button("button", name="Save and continue"))
    sound(page)
    page.goto(newest_link(page, server, email))
    sound(page)
    press_on(page, button("button", name="Open my application"))
    press_on(page, button("link", name="Read it over and send it"))
    press(page, page.get_by_role("checkbox"), " ")
    press_on(page, button("button", name="Send my application"))
    page.get_by_role("heading", name="We have your application").wait_for()
    sound(page)
    press_on(page, button("link", name="See how far your application is"))
    sound(page)
    press_on(page, button("link", name="Withdraw your application"))
    sound(page)
    press_on(page, button("button", name="Withdraw it"))
    sound(page)
    assert page.get_by_role("heading", name="You withdrew this application").is_visible()


def test_somebody_applies_without_a_script(browse, server):
    page, email = browse(java_script_enabled=False), address()
    page.goto(f"{server.url}/join/waves/{server.wave}/?nation=nation:wales&group=test")
    page.get_by_role("button", name="Start your application").first.click()
    page.get_by_label("E-mail address").fill(email)
    page.get_by_role("button", name="Start writing").click()
    page.get_by_role("link", name="Your name").click()
    page.get_by_label("Your name").fill("Nia Rees")
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_label("Your role").fill("Porter")
    page.get_by_role("button", name="Choose your organisation").click()
    page.get_by_label("Its name, if it is not in the list").fill("A small charity")
    page.get_by_role("button", name="Use this name").click()
    assert page.get_by_label("Your role").input_value() == "Porter"
    assert page.get_by_text("A small charity").is_visible()
    for _ in range(3):
        page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("textbox").last.fill("We moved the bin.")
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_label("The first").check()
    page.get_by_role("button", name="Save and continue").click()
    assert page.get_by_text("4 words, just right").is_visible()
    page.goto(newest_link(page, server, email))
    page.get_by_role("button", name="Open my application").click()
    page.get_by_role("link", name="Read it over and send it").click()
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Send my application").click()
    assert page.get_by_role("heading", name="We have your application").is_visible()


def test_a_text_that_cannot_be_saved_is_said_kept_and_saved_later(browse, server):
    page = browse()
    page.goto(f"{server.url}/join/waves/{server.wave}/start/")
    page.get_by_label("E-mail address").fill(address())
    page.get_by_role("button", name="Start writing").click()
    page.get_by_role("link", name="What did you change?").click()
    box = page.get_by_role("textbox", name="What did you change?")
    # The page is whole, scripts included, before its server goes.
    box.wait_for()
    page.wait_for_load_state("networkidle")
    server.kill()
    try:
        box.fill("Typed while the server was gone")
        page.get_by_text("Not saved yet. Keep this page open").wait_for()
        assert axe_findings(page) == []
    finally:
        server.start()
    page.get_by_text("Saved at").wait_for()
    assert page.get_by_text("Not saved yet").count() == 0
    page.reload()
    assert box.input_value() == "Typed while the server was gone"


def test_the_server_is_killed_between_every_two_pages_and_nothing_is_lost(browse, server):
    page, email = browse(), address()
    ask = f"{server.url}/join/waves/{server.wave}/start/?nation=nation:wales&group=test"
    page.goto(ask)
    server.again()
    page.get_by_label("E-mail address").fill(email)
    page.get_by_role("button", name="Start writing").click()
    here = page.url
    server.again()
    typed = {
        "name": ("Your name", "Nia Rees"),
        "work": ("Your role", "Porter"),
        "place": ("Region", "Gwent"),
        "question-change": ("What did you change?", "We moved the bin."),
    }
    for slug, (label, text) in typed.items():
        page.goto(f"{here}parts/{slug}/")
        page.get_by_label(label).fill(text)
        page.get_by_text("Saved at").wait_for()
        # Gone before the button is pressed: what was typed is there all the same.
        server.again()
    page.goto(f"{here}parts/question-kind/")
    page.get_by_label("The second").check()
    page.get_by_role("button", name="Save and continue").click()
    server.again()
    page.goto(newest_link(page, server, email))
    server.again()
    page.get_by_role("button", name="Open my application").click()
    server.again()
    page.get_by_role("link", name="Read it over and send it").click()
    text = page.locator("main").inner_text()
    for said in (*[said for _, said in typed.values()], "The second", "Wales", "Test people"):
        assert said in text
    server.again()
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Send my application").click()
    page.get_by_role("heading", name="We have your application").wait_for()
    server.again()
    page.goto(here)
    assert page.get_by_role("heading", name="We have your application").is_visible()
