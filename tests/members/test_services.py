"""What members and the team can change, and what is written down when they do."""

import datetime
import io

import pytest

from commonweal.core.errors import Refused
from commonweal.core.models import AuditEntry
from commonweal.members import services
from commonweal.members.models import Audience, Member
from commonweal.members.photos import portrait
from commonweal.search.queries import search
from tests.factories import EVERYONE, MemberFactory, OrganisationFactory, RoleGrantFactory
from tests.members.somebody import jpeg

pytestmark = pytest.mark.django_db

WORK = {"sector": "", "background": "", "clinical": None, "role_type": ""}
EXCHANGE = {
    "purpose": "To learn",
    "interests": ["interest:flow", "interest:children"],
    "skills": ["skill:coaching"],
    "offers": ["skill:coaching"],
    "offer_note": "By video",
    "asks": ["skill:bids"],
    "ask_note": "For a first bid",
}


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def audited(member):
    rows = AuditEntry.objects.filter(target=f"members.Member:{member.pk}").order_by("pk")
    return [(row.action, row.actor, row.detail) for row in rows]


def found(text):
    return [hit.title for hit in search(text, audience=Audience.MEMBERS).hits]


def again(member):
    return Member.objects.get(pk=member.pk)


def picture():
    return portrait(io.BytesIO(jpeg()), size=1000)


def kept_files(folder):
    return sorted(path.name for path in folder.rglob("*.jpg"))


def test_about_is_kept_found_and_audited_without_the_words():
    member = MemberFactory(name="Old Name")

    services.update_about(
        member, by=member.user, name="Siân Newname", pronouns="she/her", place="Gŵyr", nation=""
    )

    member = again(member)
    assert (member.name, member.sort_name, member.place) == ("Siân Newname", "sian newname", "Gŵyr")
    assert found("Newname") == ["Siân Newname"]
    assert audited(member) == [
        (
            "members.update_about",
            member.user,
            {"changed": ["name", "place", "pronouns", "sort_name"]},
        )
    ]


def test_saving_what_is_there_already_writes_nothing():
    member = MemberFactory(place="Cardiff")

    services.update_about(
        member, by=member.user, name=member.name, pronouns="", place="Cardiff", nation=""
    )

    assert audited(member) == []


def test_a_new_role_title_is_estimated_with_the_rule_that_matched():
    member = MemberFactory()

    services.update_work(member, by=member.user, **WORK | {"role_title": "Head of Improvement"})

    member = again(member)
    assert member.seniority_id == "seniority:mid-senior"
    assert member.seniority_rule.because == "Heads of an area of work"


def test_a_title_no_rule_matches_is_not_clear():
    member = MemberFactory(role_title="Head of Improvement", seniority_id="seniority:mid-senior")
    services.estimate_seniority(member, by=member.user)

    services.update_work(member, by=member.user, **WORK | {"role_title": "Happiness wrangler"})

    assert again(member).seniority_id == "seniority:not-clear"
    assert again(member).seniority_rule is None


def test_without_a_title_seniority_is_not_known():
    member = MemberFactory(role_title="Director")
    services.estimate_seniority(member, by=member.user)

    services.update_work(member, by=member.user, **WORK | {"role_title": ""})

    assert again(member).seniority_id is None


def test_work_is_kept_by_key():
    member = MemberFactory()
    values = {
        "sector": "sector:both",
        "background": "background:nurse",
        "clinical": False,
        "role_type": "roletype:improvement",
    }

    services.update_work(member, by=member.user, role_title="Nurse", **values)

    member = again(member)
    kept = (member.sector_id, member.background_id, member.clinical, member.role_type_id)
    assert kept == tuple(values.values())


def test_what_the_team_corrected_stays_whatever_the_title_becomes():
    member, team = MemberFactory(role_title="Happiness wrangler"), RoleGrantFactory().user

    services.correct_seniority(member, "seniority:upper-senior", by=team)
    services.update_work(member, by=member.user, **WORK | {"role_title": "Trainee"})

    member = again(member)
    assert member.seniority_id == "seniority:upper-senior"
    assert member.seniority_corrected_by == team
    assert audited(member)[0] == (
        "members.correct_seniority",
        team,
        {"seniority": "seniority:upper-senior"},
    )


def test_a_correction_stays_when_the_account_of_its_author_is_gone():
    member, team = MemberFactory(role_title="Happiness wrangler"), RoleGrantFactory().user
    services.correct_seniority(member, "seniority:upper-senior", by=team)
    team.delete()
    member = again(member)

    services.update_work(member, by=member.user, **WORK | {"role_title": "Trainee"})

    assert again(member).seniority_id == "seniority:upper-senior"


def test_a_correction_can_be_taken_back():
    member, team = MemberFactory(role_title="Trainee"), RoleGrantFactory().user
    services.correct_seniority(member, "seniority:upper-senior", by=team)

    services.estimate_seniority(member, by=team)

    member = again(member)
    assert (member.seniority_id, member.seniority_corrected_by) == ("seniority:early", None)
    assert audited(member)[1] == (
        "members.estimate_seniority",
        team,
        {"seniority": "seniority:early"},
    )


def test_where_somebody_works_can_be_said_and_unsaid():
    member, organisation = MemberFactory(), OrganisationFactory(name="Great Works")

    services.set_organisation(member, by=member.user, organisation=organisation.pk)
    assert (again(member).organisation, found("Great Works")) == (organisation, [member.name])

    services.set_organisation(member, by=member.user, organisation=None)
    assert (again(member).organisation, found("Great Works")) == (None, [])


def test_a_closed_or_unknown_organisation_is_refused():
    member = MemberFactory()
    closed = OrganisationFactory(closed_on=datetime.date(2020, 1, 1))

    for key in (closed.pk, 0):
        with pytest.raises(Refused, match="from the list"):
            services.set_organisation(member, by=member.user, organisation=key)


def test_wants_and_offers_replace_those_before():
    member = MemberFactory()
    services.update_exchange(member, by=member.user, **EXCHANGE)

    services.update_exchange(
        member, by=member.user, **EXCHANGE | {"interests": ["interest:flow"], "asks": []}
    )

    said = sorted(member.terms.values_list("kind", "term_id"))
    assert said == [
        ("INTEREST", "interest:flow"),
        ("OFFER", "skill:coaching"),
        ("SKILL", "skill:coaching"),
    ]
    assert audited(member)[1][2] == {"changed": ["Asks for", "Interest"]}


def test_the_same_wants_and_offers_again_write_nothing():
    member = MemberFactory()
    services.update_exchange(member, by=member.user, **EXCHANGE)

    services.update_exchange(member, by=member.user, **EXCHANGE)

    assert len(audited(member)) == 1


def test_links_replace_those_before():
    member = MemberFactory()
    services.set_links(member, by=member.user, links=[("Old", "https://example.org/old")])

    new = [("New", "https://example.org/new"), ("More", "https://example.org/more")]
    for _ in range(2):
        services.set_links(member, by=member.user, links=new)

    assert list(member.links.order_by("pk").values_list("label", "url")) == new
    assert [row[2] for row in audited(member)] == [{"changed": ["links"]}] * 2


def test_a_new_photo_takes_the_place_of_the_old_file(uploads, django_capture_on_commit_callbacks):
    member = MemberFactory(visibility=EVERYONE)
    services.set_photo(member, picture(), by=member.user)
    (first,) = kept_files(uploads)

    with django_capture_on_commit_callbacks(execute=True):
        services.set_photo(member, picture(), by=member.user)

    (second,) = kept_files(uploads)
    assert second != first
    assert again(member).photo.name == f"photos/{second}"


def test_a_removed_photo_leaves_no_file(uploads, django_capture_on_commit_callbacks):
    member = MemberFactory()
    services.set_photo(member, picture(), by=member.user)

    with django_capture_on_commit_callbacks(execute=True):
        services.remove_photo_of(member, by=member.user)

    assert kept_files(uploads) == []
    assert again(member).photo.name == ""
    assert [row[0] for row in audited(member)] == ["members.set_photo", "members.remove_photo"]


def test_removing_no_photo_is_no_change():
    member = MemberFactory()

    services.remove_photo_of(member, by=member.user)

    assert audited(member) == []


@pytest.mark.parametrize("remove", [True, False])
def test_photo_and_links_are_saved_together(uploads, remove):
    member = MemberFactory()
    links = [("Mine", "https://example.org/")]

    services.update_photo_and_links(member, by=member.user, photo=picture(), links=links)
    services.update_photo_and_links(
        member, by=member.user, photo=None, links=links, remove_photo=remove
    )

    assert bool(again(member).photo) is not remove
    assert member.links.count() == 1


def test_choosing_who_sees_what_keeps_the_choices_not_named():
    member = MemberFactory(name="Somebody Seen", visibility={"place": "NOBODY"})

    services.set_visibility(member, by=member.user, name="NOBODY")

    member = again(member)
    assert member.visibility["name"] == "NOBODY"
    assert member.visibility["place"] == "NOBODY"
    assert member.visibility["purpose"] == "MEMBERS"
    assert found("Seen") == []


def test_membership_ends_with_a_day_and_a_reason():
    member, team = MemberFactory(name="Once Here"), RoleGrantFactory().user
    services.update_about(
        member, by=member.user, name="Once Here", pronouns="", place="x", nation=""
    )
    assert found("Once") == ["Once Here"]

    services.end_membership(
        member, by=team, on=datetime.date(2023, 3, 27), reason="left:changed-role"
    )

    member = again(member)
    assert (member.left_on, member.left_reason_id) == (
        datetime.date(2023, 3, 27),
        "left:changed-role",
    )
    assert found("Once") == []
    assert audited(member)[-1] == (
        "members.end_membership",
        team,
        {"day": "2023-03-27", "reason": "left:changed-role"},
    )


@pytest.mark.parametrize(
    ("left", "day", "sentence"),
    [
        (datetime.date(2021, 1, 1), datetime.date(2022, 1, 1), "has ended already"),
        (None, datetime.date(2019, 12, 31), "before the day they joined"),
        (None, datetime.date(2090, 1, 1), "in the future"),
    ],
)
def test_membership_ends_once_and_on_a_possible_day(left, day, sentence):
    member = MemberFactory(left_on=left, left_reason_id=left and "left:resigned")

    with pytest.raises(Refused, match=sentence):
        services.end_membership(member, by=member.user, on=day, reason="left:retired")

    assert again(member).left_on == left


def test_those_who_left_change_nothing(uploads):
    member = MemberFactory(left_on=datetime.date(2021, 1, 1), left_reason_id="left:resigned")

    with pytest.raises(Refused, match="has ended"):
        services.set_visibility(member, by=member.user, name="EVERYONE")
    with pytest.raises(Refused, match="has ended"):
        services.set_photo(member, picture(), by=member.user)

    assert kept_files(uploads) == []


def test_a_resumed_membership_is_as_if_it_had_never_ended():
    member, team = MemberFactory(name="Here Again"), RoleGrantFactory().user
    services.end_membership(
        member, by=team, on=datetime.date(2023, 3, 27), reason="left:changed-role"
    )
    assert found("Again") == []

    services.resume_membership(member, by=team)

    member = again(member)
    assert (member.left_on, member.left_reason) == (None, None)
    assert found("Again") == ["Here Again"]
    assert audited(member)[-1] == (
        "members.resume_membership",
        team,
        {"left_on": "2023-03-27", "reason": "left:changed-role"},
    )


def test_a_membership_that_has_not_ended_is_not_resumed():
    member = MemberFactory()

    with pytest.raises(Refused, match="has not ended"):
        services.resume_membership(member, by=member.user)

    assert audited(member) == []
