"""A member's own page and the pages on which they change it."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from commonweal.members.indexing import index_organisations
from commonweal.members.models import Member, Term
from commonweal.members.sections import SECTIONS
from tests.factories import EVERYONE, MemberFactory, OrganisationFactory
from tests.members.somebody import WORDS, jpeg, somebody

pytestmark = pytest.mark.django_db

ME, EDIT, LEAVE = (reverse(f"members:{name}") for name in ("me", "edit", "leave"))
WORKPLACE = reverse("members:edit_organisation")
OWN = [ME, EDIT, LEAVE, WORKPLACE, *(reverse("members:edit_section", args=[s]) for s in SECTIONS)]
ABOUT, WORK, EXCHANGE, PHOTO, VISIBILITY = OWN[4:]


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def again(client):
    return Member.objects.get(user=client.user)


@pytest.mark.parametrize("address", OWN)
def test_own_pages_are_for_members_alone(client_as, address):
    posting = 405 if address in (ME, EDIT) else 403

    assert client_as("visitor").get(address).headers["Location"].startswith("/account/")
    for role in ("guest", "partner", "team"):
        client = client_as(role)
        assert (client.get(address).status_code, client.post(address).status_code) == (403, posting)


def test_those_who_left_are_led_to_where_they_can_come_back(client_of):
    member = MemberFactory(left_on=datetime.date(2021, 1, 1), left_reason_id="left:retired")

    assert client_of(member.user).get(ME).url == reverse("belonging:welcome")


def test_there_is_no_section_of_that_name(member):
    address = reverse("members:edit_section", args=["nothing"])

    assert member.get(address).status_code == 404


def test_own_page_shows_what_members_see_and_what_everyone_else_sees(client_of):
    client = client_of(somebody(place="MEMBERS", purpose="NOBODY").user)

    as_members, as_everyone = client.get(ME).text, client.get(ME + "?as=everyone").text

    assert "canaryplace" in as_members
    assert "canaryplace" not in as_everyone
    assert "canarypurpose" not in as_members + as_everyone
    assert "canaryrole" in as_members
    assert "canaryrole" in as_everyone


@pytest.mark.parametrize(
    ("name", "address", "sentence"),
    [
        ("MEMBERS", ME + "?as=everyone", "People outside the community cannot find you"),
        ("NOBODY", ME, "Members cannot find you"),
    ],
)
def test_who_cannot_be_seen_is_told_so(client_of, name, address, sentence):
    client = client_of(MemberFactory(visibility={"name": name}).user)

    assert sentence in client.get(address).text


def test_a_profile_that_says_little_is_nudged_until_it_says_more(member, client_of):
    whole = somebody()

    assert "Finish yours" in member.get(ME).text
    assert "Finish yours" not in client_of(whole.user).get(ME).text
    assert member.get(EDIT).text.count("Add more") == len(SECTIONS)
    assert client_of(whole.user).get(EDIT).text.count("Add more") == 0


@pytest.mark.parametrize("address", [ABOUT, WORK, EXCHANGE, PHOTO])
def test_a_section_opens_with_what_was_said(client_of, address):
    shown = client_of(somebody().user).get(address).text

    said = {ABOUT: "canaryplace", WORK: "canaryrole", EXCHANGE: "canaryoffer", PHOTO: "canarylink"}
    assert said[address] in shown


def test_about_is_saved_and_confirmed(member):
    response = member.post(
        ABOUT,
        {"name": "Siân", "pronouns": "hi", "place": "", "nation": "nation:wales"},
        follow=True,
    )

    assert "About you: saved" in response.text
    assert (again(member).name, again(member).nation_id) == ("Siân", "nation:wales")


def test_a_name_is_needed(member):
    response = member.post(ABOUT, {"name": " "})

    assert "There is a problem" in response.text
    assert "Enter your name" in response.text


def test_a_term_nobody_offers_is_refused(member):
    response = member.post(ABOUT, {"name": "Siân", "nation": "nation:atlantis"})

    assert "There is a problem" in response.text


def test_a_retired_term_stays_for_those_who_chose_it_and_is_offered_to_nobody_else(client_of):
    Term.objects.filter(key__in=["nation:ireland", "interest:maternity"]).update(retired=True)
    has, other = client_of(somebody().user), client_of(MemberFactory().user)

    assert ("Ireland" in has.get(ABOUT).text.replace("Northern Ireland", "")) is True
    assert ("Ireland" in other.get(ABOUT).text.replace("Northern Ireland", "")) is False
    assert "Maternity" in has.get(EXCHANGE).text
    assert "Maternity" not in other.get(EXCHANGE).text


@pytest.mark.parametrize(("answer", "kept"), [("yes", True), ("no", False), ("", None)])
def test_work_is_saved_with_the_seniority_the_rules_say(member, answer, kept):
    member.post(WORK, {"role_title": "Director of nursing", "clinical": answer})

    assert again(member).clinical is kept
    assert "Upper senior" in member.get(WORK).text
    assert "Directors" in member.get(WORK).text


def test_members_are_told_that_the_team_set_their_seniority(team, member):
    address = reverse("members:correct_seniority", args=[member.user.member.ref])
    team.post(address, {"seniority": "seniority:early"})

    assert "The team set your seniority to “Early career”" in member.get(WORK).text


def test_wants_and_offers_are_saved(member):
    member.post(
        EXCHANGE,
        {"purpose": "To meet", "interests": ["interest:flow"], "offers": ["skill:coaching"]},
    )

    assert again(member).purpose == "To meet"
    assert sorted(again(member).terms.values_list("kind", "term")) == [
        ("INTEREST", "interest:flow"),
        ("OFFER", "skill:coaching"),
    ]


def test_a_photo_and_links_are_saved(member):
    member.post(
        PHOTO,
        {
            "photo": SimpleUploadedFile("me.gif", jpeg(), content_type="text/html"),
            "label_1": "My work",
            "url_1": "example.org/work",
            "url_2": "http://example.org/more",
        },
    )

    assert again(member).photo.name.endswith(".jpg")
    assert list(again(member).links.order_by("pk").values_list("label", "url")) == [
        ("My work", "https://example.org/work"),
        ("example.org/more", "http://example.org/more"),
    ]


def test_a_photo_can_be_removed(client_of):
    client = client_of(somebody().user)

    client.post(PHOTO, {"remove_photo": "on"})

    assert again(client).photo.name == ""


@pytest.mark.parametrize(
    ("posted", "sentence"),
    [
        ({"photo": SimpleUploadedFile("me.jpg", b"<script>")}, "not a photo we can read"),
        ({"photo": SimpleUploadedFile("me.jpg", b"")}, "There is a problem"),
        ({"label_1": "My work"}, "Enter the address of “My work”"),
        ({"url_1": "javascript:alert(1)"}, "Enter a web address"),
        ({"url_1": "ftp://example.org/"}, "Enter a web address"),
        ({"label_1": "My work", "url_1": "no address"}, "Enter a web address, like https"),
    ],
)
def test_what_is_no_photo_or_no_address_is_refused(member, posted, sentence):
    response = member.post(PHOTO, posted)

    assert sentence in response.text
    assert again(member).photo.name == ""
    assert not again(member).links.exists()


def test_choosing_who_sees_what_is_saved(client_of, visitor):
    client = client_of(somebody().user)
    page = reverse("members:person", args=[again(client).ref])
    assert WORDS["place"][0] in visitor.get(page).text

    client.post(VISIBILITY, EVERYONE | {"place": "NOBODY"})

    assert WORDS["place"][0] not in visitor.get(page).text


def test_what_was_said_is_shown_beside_who_may_see_it(client_of):
    text = client_of(somebody().user).get(VISIBILITY).text

    shown = {field for field, words in WORDS.items() if words[0] in text}
    assert WORDS.keys() - shown == {"clinical", "photo"}
    assert "You have one" in text


def test_a_choice_that_is_none_is_refused(client_of):
    client = client_of(somebody().user)

    response = client.post(VISIBILITY, EVERYONE | {"place": "ENEMIES"})

    assert "There is a problem" in response.text
    assert again(client).visibility == EVERYONE


def test_an_organisation_is_found_by_some_of_its_name_and_chosen(member):
    organisation = OrganisationFactory(name="Great Works Hospital")
    index_organisations([organisation.pk])

    assert "Great Works Hospital" in member.get(WORKPLACE + "?q=great+wor").text
    response = member.post(WORKPLACE, {"organisation": organisation.pk}, follow=True)

    assert "Where you work: saved" in response.text
    assert again(member).organisation == organisation


def test_organisations_that_have_closed_are_not_offered(member):
    closed = OrganisationFactory(name="Great Old Hospital", closed_on=datetime.date(2020, 1, 1))
    index_organisations([closed.pk])

    assert "Great Old Hospital" not in member.get(WORKPLACE + "?q=great+old").text


def test_htmx_gets_the_choices_alone(member):
    text = member.get(WORKPLACE + "?q=nowhere", headers={"HX-Request": "true"}).text

    assert "<html" not in text
    assert "No organisation is called “nowhere”" in text


def test_many_organisations_of_one_name_ask_for_more_of_it(member):
    rows = [OrganisationFactory(name=f"Great Works {number}") for number in range(11)]
    index_organisations([row.pk for row in rows])

    assert "Type a little more" in member.get(WORKPLACE + "?q=great").text


def test_where_somebody_works_can_be_unsaid(client_of):
    client = client_of(somebody().user)
    assert "I do not work there any more" in client.get(WORKPLACE).text

    client.post(WORKPLACE, {"organisation": ""})

    assert again(client).organisation is None


@pytest.mark.parametrize("key", ["0", "999999", "x"])
def test_an_organisation_that_is_none_is_refused(member, key):
    assert "There is a problem" in member.post(WORKPLACE, {"organisation": key}).text


def test_a_member_can_leave(member, visitor):
    response = member.post(LEAVE, {"reason": "left:retired"}, follow=True)

    assert "Your membership has ended" in response.text
    assert again(member).left_reason_id == "left:retired"
    assert member.get(ME).url == reverse("belonging:welcome")


def test_leaving_says_how_to_come_back_and_how_to_be_erased(member):
    text = member.get(LEAVE).text

    assert "sign in and press one button" in text
    assert f'<a href="{reverse("stewardship:ask_for_erasure")}">' in text


def test_leaving_asks_for_a_reason(member):
    assert "Choose a reason" in member.post(LEAVE, {}).text
    assert again(member).left_on is None


@pytest.mark.parametrize("count", [1, 3])
def test_pages_run_the_same_queries_however_much_was_said(
    client_of, django_assert_num_queries, count
):
    member = somebody()
    for term in ["skill:coaching", "skill:writing", "skill:evaluation"][:count]:
        member.terms.create(kind="SKILL", term_id=term)
    client = client_of(member.user)

    for address, queries in [(ME, 8), (EDIT, 8), (EXCHANGE, 9), (VISIBILITY, 8)]:
        with django_assert_num_queries(queries):
            client.get(address)
