"""Every page that links lead to, for everyone who may follow them: accessible, whole, ours."""

import html
import re
from itertools import chain
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, URLResolver, get_resolver, resolve, reverse

from tests.browser.conftest import READERS, SIZES, Watch, axe_findings

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Pages with a question in their address, which links alone would not show in every state.
ASKED = {
    "member": [
        "/search/?q=improvement",
        "/search/?q=zzzzqqq",
        "/people/?facet=nation:wales",
        "/people/?q=quality",
    ],
}
# Pages that something other than a link leads to: a form, a mail, a refusal.
UNLINKED = {
    "visitor": [
        "account_request_login_code",
        "account_email_verification_sent",
        "account_inactive",
        "account_password_reset_completed",
        "socialaccount_login_cancelled",
    ],
    "member": [
        "account_logout",
        "account_change_password",
        "mfa_generate_recovery_codes",
        "mfa_list_webauthn",
        "socialaccount_connections",
    ],
}
# What no link leads to and nobody can look at just so.
IN_A_JOURNEY = "met in a journey only, and tested there"
POST_ONLY = "changes something: POST only"
NO_PAGE = "a file, not a page"
NO_LINK = {
    "account_complete_password_reset": IN_A_JOURNEY,
    "account_confirm_login_code": IN_A_JOURNEY,
    "account_confirm_password_reset_code": IN_A_JOURNEY,
    "account_reauthenticate": IN_A_JOURNEY,
    "belonging:come_back": IN_A_JOURNEY,
    "belonging:compact_version": IN_A_JOURNEY,
    "belonging:export_answers": NO_PAGE,
    "belonging:make_way_in": POST_ONLY,
    "belonging:preview_compact": IN_A_JOURNEY,
    "belonging:put_away_way_in": POST_ONLY,
    "belonging:remind_of_compact": POST_ONLY,
    "belonging:signpost": IN_A_JOURNEY,
    "belonging:way_in_step": POST_ONLY,
    "belonging:welcome": IN_A_JOURNEY,
    "belonging:welcome_part": IN_A_JOURNEY,
    "belonging:write_compact": IN_A_JOURNEY,
    "core:appearance": POST_ONLY,
    "core:brand": NO_PAGE,
    "core:brand_file": NO_PAGE,
    "core:end_role": POST_ONLY,
    "core:sign_in_again": IN_A_JOURNEY,
    "core:end_session": POST_ONLY,
    "core:leave_letter": POST_ONLY,
    "core:letter": IN_A_JOURNEY,
    "core:run_job": POST_ONLY,
    "core:send_again": POST_ONLY,
    "equalities:remove": IN_A_JOURNEY,
    "equalities:skip": POST_ONLY,
    "home:import_again": POST_ONLY,
    "home:import_confirm": POST_ONLY,
    "home:import_discard": POST_ONLY,
    "home:import_job": IN_A_JOURNEY,
    "home:import_rejects": NO_PAGE,
    "impact:publish": POST_ONLY,
    "members:end_pause": POST_ONLY,
    "joining:ask_reader": POST_ONLY,
    "joining:add_question": IN_A_JOURNEY,
    "joining:copy_wave": POST_ONLY,
    "joining:criteria": IN_A_JOURNEY,
    "joining:delete_question_set": IN_A_JOURNEY,
    "joining:delete_wave": IN_A_JOURNEY,
    "joining:desk_wave": IN_A_JOURNEY,
    "joining:edit_criterion": IN_A_JOURNEY,
    "joining:edit_group": IN_A_JOURNEY,
    "joining:edit_question": IN_A_JOURNEY,
    "joining:edit_wave": IN_A_JOURNEY,
    "joining:example_criteria": POST_ONLY,
    "joining:example_groups": POST_ONLY,
    "joining:example_questions": POST_ONLY,
    "joining:invitations": IN_A_JOURNEY,
    "joining:invite": IN_A_JOURNEY,
    "joining:invite_again": POST_ONLY,
    "joining:invited": IN_A_JOURNEY,
    "joining:move_criterion": POST_ONLY,
    "joining:move_question": POST_ONLY,
    "joining:new_criterion": IN_A_JOURNEY,
    "joining:new_group": IN_A_JOURNEY,
    "joining:new_question_language": IN_A_JOURNEY,
    "joining:new_question_set": IN_A_JOURNEY,
    "joining:new_question_version": POST_ONLY,
    "joining:new_wave": IN_A_JOURNEY,
    "joining:offer_group": POST_ONLY,
    "joining:preview_questions": IN_A_JOURNEY,
    "joining:preview_wave": IN_A_JOURNEY,
    "joining:publish_wave": IN_A_JOURNEY,
    "joining:question_changes": IN_A_JOURNEY,
    "joining:question_set": IN_A_JOURNEY,
    "joining:question_set_words": IN_A_JOURNEY,
    "joining:remove_criterion": IN_A_JOURNEY,
    "joining:remove_question": IN_A_JOURNEY,
    "joining:withdraw_invitation": IN_A_JOURNEY,
    "joining:decide_many": IN_A_JOURNEY,
    "joining:decided": IN_A_JOURNEY,
    "joining:end_reader": POST_ONLY,
    "joining:end_reading": POST_ONLY,
    "joining:queue_export": NO_PAGE,
    "joining:queue_mine": IN_A_JOURNEY,
    "joining:read": IN_A_JOURNEY,
    "joining:save_reading": NO_PAGE,
    "joining:share_out": POST_ONLY,
    "joining:undo": POST_ONLY,
    "joining:address": IN_A_JOURNEY,
    "joining:application": IN_A_JOURNEY,
    "joining:carry_over": POST_ONLY,
    "joining:discard": IN_A_JOURNEY,
    "joining:link": IN_A_JOURNEY,
    "joining:organisation": IN_A_JOURNEY,
    "joining:part": IN_A_JOURNEY,
    "joining:finish": POST_ONLY,
    "joining:save": POST_ONLY,
    "joining:second_look": IN_A_JOURNEY,
    "joining:send": IN_A_JOURNEY,
    "joining:send_link": POST_ONLY,
    "joining:sent": IN_A_JOURNEY,
    "joining:start": IN_A_JOURNEY,
    "joining:wave": IN_A_JOURNEY,
    "joining:withdraw": IN_A_JOURNEY,
    "members:photo": NO_PAGE,
    "members:resume_membership": POST_ONLY,
    "mfa_authenticate": IN_A_JOURNEY,
    "mfa_deactivate_totp": IN_A_JOURNEY,
    "mfa_download_recovery_codes": NO_PAGE,
    "mfa_edit_webauthn": IN_A_JOURNEY,
    "mfa_login_webauthn": NO_PAGE,
    "mfa_reauthenticate": IN_A_JOURNEY,
    "mfa_reauthenticate_webauthn": IN_A_JOURNEY,
    "mfa_remove_webauthn": IN_A_JOURNEY,
    "mfa_view_recovery_codes": IN_A_JOURNEY,
    "openid_connect_callback": IN_A_JOURNEY,
    "openid_connect_login": IN_A_JOURNEY,
    "socialaccount_login_error": IN_A_JOURNEY,
    "socialaccount_signup": IN_A_JOURNEY,
    "stewardship:erase": IN_A_JOURNEY,
    "stewardship:my_copy": IN_A_JOURNEY,
    "stewardship:my_copy_again": POST_ONLY,
    "stewardship:my_copy_file": NO_PAGE,
    "stewardship:refuse": IN_A_JOURNEY,
    "stewardship:request": IN_A_JOURNEY,
    "stewardship:request_again": POST_ONLY,
    "stewardship:request_file": NO_PAGE,
    "stewardship:run_retention": IN_A_JOURNEY,
    "stewardship:take_back": POST_ONLY,
}
NOT_FOUND = "/no-such-page/"


def links(page):
    return [html.unescape(found) for found in re.findall(r'<a[^>]* href="([^"#]+)', page)]


def name_of(path):
    """The route behind a path; the path itself for routes that only the demo has."""
    try:
        return resolve(path).view_name
    except Resolver404:
        return path


def kind_of(path):
    """What makes two pages the same kind, so that one person's page stands for everybody's."""
    name = name_of(path)
    return path if name in {"impact:figure", "members:edit_section"} else name


def pages_of(site, session):
    """One path for each kind of page reached by links from the front page; "" for a download."""
    headers = {"Cookie": f"sessionid={session}"} if session else {}
    found, broken, waiting = {}, [], [("/", "")]
    while waiting:
        path, linked_from = waiting.pop(0)
        kind = kind_of(path)
        if kind in found or path.startswith("/static/") or kind.startswith("admin:"):
            continue
        status, _, page = site.fetch(path, headers=headers)
        is_page = status in (301, 302) or page.lstrip().startswith("<!DOCTYPE html>")
        found[kind] = path if is_page else ""
        if status not in (200, 301, 302):
            broken.append(f"{path}, linked from {linked_from}: {status}")
        for link in links(page):
            address = urlsplit(urljoin(site.url + path, link))
            if f"{address.scheme}://{address.netloc}" == site.url:
                waiting.append((address.path, path))
    return found, broken


@pytest.fixture(scope="session")
def reached(site, sessions):
    """For each reader, the pages they reach that no reader before them in the list did."""
    seen, new, faults = set(), {}, []
    for who in READERS:
        found, broken = pages_of(site, sessions[who])
        faults += [f"{who}: {fault}" for fault in broken]
        new[who] = [path for kind, path in found.items() if path and kind not in seen]
        seen |= found.keys()
    return new, seen, faults


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


def told(faults):
    """Fail with all faults, one a line: more than a comparison would show."""
    if lines := sorted(faults):
        pytest.fail("\n".join(lines), pytrace=False)


def sound(page, site, paths):
    told(fault for path in paths for fault in faults_at(page, site, path))


def test_no_link_is_broken(reached):
    told(reached[2])


def route_names(patterns, space=""):
    """The names of all routes, as templates write them."""
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from route_names(one.url_patterns, one.namespace or space)
        elif one.name and space != "admin":
            yield f"{space}:{one.name}" if space else one.name


def test_every_address_is_reached_by_links_or_is_no_page(reached):
    names = set(route_names(get_resolver().url_patterns))
    linked = {name_of(kind) if kind.startswith("/") else kind for kind in reached[1]}
    others = {*NO_LINK, *chain.from_iterable(UNLINKED.values())}
    told(f"no link leads to {name}" for name in names - linked - others)
    # A journey that ran before may have left something to link to, so those may be met or not.
    settled = {name for name in others if NO_LINK.get(name) not in (IN_A_JOURNEY, NO_PAGE)}
    told(f"there is a link to {name} now" for name in settled & linked)
    told(f"there is no {name} any more" for name in others - names)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("who", READERS)
def test_every_page_a_reader_reaches_is_sound(who, size, reached, open_as, site):
    page = open_as(who, size)
    unlinked = [reverse(name) for name in UNLINKED.get(who, [])] if size == "phone" else []
    paths = [*reached[0][who], *ASKED.get(who, []), *unlinked]
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
