"""Every page that links lead to, for everyone who may follow them: accessible, whole, ours."""

import html
import re
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, URLResolver, get_resolver, resolve

from tests.browser.conftest import Watch, axe_findings

pytestmark = [pytest.mark.browser, pytest.mark.slow]

READERS = ("visitor", "guest", "member", "partner", "evaluator", "team", "steward")
SIZES = {"phone": (320, 640), "desktop": (1280, 900)}
DOWNLOAD = re.compile(r"\.(csv|svg|png|json|zip)$")
# Pages with a question in their address, which links alone would not show in every state.
ASKED = {
    "member": [
        "/search/?q=improvement",
        "/search/?q=zzzzqqq",
        "/people/?facet=nation:wales",
        "/people/?q=quality",
    ],
}
# Addresses no link leads to, and why.
NO_LINK = {}
NOT_FOUND = "/no-such-page/"


def links(page):
    return [html.unescape(found) for found in re.findall(r'<a[^>]* href="([^"#]+)', page)]


def kind_of(path):
    """The route behind a path, so that one person's page stands for everybody's."""
    try:
        match = resolve(path)
    except Resolver404:
        return path
    if match.view_name in {"impact:figure", "members:edit_section"}:
        return path  # each is a page of its own
    return match.view_name


def pages_of(site, session):
    """One path for each kind of page that this reader reaches by links from the front page."""
    headers = {"Cookie": f"sessionid={session}"} if session else {}
    found, broken, waiting = {}, [], [("/", "")]
    while waiting:
        path, linked_from = waiting.pop(0)
        kind = kind_of(path)
        if kind in found or path.startswith("/static/") or kind.startswith("admin:"):
            continue
        found[kind] = path
        status, _, page = site.fetch(path, headers=headers)
        if status not in (200, 301, 302):
            broken.append(f"{path}, linked from {linked_from}: {status}")
        for link in links(page):
            address = urlsplit(urljoin(site.url + path, link))
            if f"{address.scheme}://{address.netloc}" == site.url:
                waiting.append((address.path, path))
    return {kind: path for kind, path in found.items() if not DOWNLOAD.search(path)}, broken


@pytest.fixture(scope="session")
def sessions(site):
    return {who: site.session(who) for who in READERS}


@pytest.fixture(scope="session")
def reached(site, sessions):
    """For each reader, the pages they reach that no reader before them in the list did."""
    seen, new, faults = set(), {}, []
    for who in READERS:
        found, broken = pages_of(site, sessions[who])
        faults += [f"{who}: {fault}" for fault in broken]
        new[who] = [path for kind, path in found.items() if kind not in seen]
        seen |= found.keys()
    return new, seen, faults


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


def faults_of_shape(page):
    """What every page must have, whatever is on it."""
    faults = []
    if (headings := page.locator("h1").count()) != 1:
        faults.append(f"{headings} h1")
    if not re.fullmatch(r"\S.* – \S.*", page.title()):
        faults.append(f"title “{page.title()}”")
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    if wide > 0:
        faults.append(f"{wide} pixels too wide")
    return faults


def faults_at(page, site, path):
    """All that is wrong with one address, each with the address before it."""
    watch = Watch(site.url).on(page)
    answer = page.goto(site.url + path)
    faults = [] if answer.status == 200 else [f"status {answer.status}"]
    faults += faults_of_shape(page) + axe_findings(page) + watch.seen
    return [f"{path}: {fault}" for fault in faults]


def sound(page, site, paths):
    if faults := [fault for path in paths for fault in faults_at(page, site, path)]:
        pytest.fail("\n".join(faults), pytrace=False)


def test_no_link_is_broken(reached):
    if faults := reached[2]:
        pytest.fail("\n".join(faults), pytrace=False)


def route_names(patterns, space=""):
    """The names of all routes, as templates write them."""
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from route_names(one.url_patterns, one.namespace or space)
        elif one.name and space != "admin":
            yield f"{space}:{one.name}" if space else one.name


def test_every_address_is_reached_by_links_or_is_no_page(reached):
    names = set(route_names(get_resolver().url_patterns))
    assert sorted(names - reached[1]) == sorted(NO_LINK)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("who", READERS)
def test_every_page_a_reader_reaches_is_sound(who, size, reached, open_as, site):
    page = open_as(who, size)
    paths = [*reached[0][who], *ASKED.get(who, [])]
    sound(page, site, paths)


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_main_pages_can_be_read_in_every_colouring(theme, open_as, site):
    page = open_as("member", theme=theme)
    paths = ["/", "/people/", "/people/me/", "/search/?q=improvement", "/figures/", "/account/"]
    sound(page, site, paths)


def test_main_pages_work_without_javascript(open_as, site):
    page = open_as("member", "phone", javascript=False)
    for path in ("/", "/people/", "/search/?q=improvement", "/figures/", "/organisations/"):
        assert page.goto(site.url + path).status == 200
        assert page.locator("h1").count() == 1, path
        assert page.locator("main a, main button").count() > 0, path


def test_a_page_that_is_not_there_says_so_in_our_layout(open_as, site):
    page = open_as("visitor")
    assert page.goto(site.url + NOT_FOUND).status == 404
    assert (faults_of_shape(page), axe_findings(page)) == ([], [])


def test_the_skip_link_leads_to_the_content(open_as, site):
    page = open_as("visitor")
    page.goto(site.url)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('main') !== null")
