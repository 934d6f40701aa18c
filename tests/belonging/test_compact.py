"""The compact: read by everybody, answered by members, written by the team."""

import csv
import datetime
import io

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from commonweal.belonging import tasks
from commonweal.belonging.models import Compact, CompactAnswer
from commonweal.belonging.queries import compact as queries
from commonweal.belonging.services import compact as services
from commonweal.core.errors import Refused
from commonweal.core.models import AuditEntry, Letter
from tests.belonging.counting import cost
from tests.factories import MemberFactory
from tests.factories.belonging import CompactFactory

pytestmark = pytest.mark.django_db

COMPACT, DESK = reverse("belonging:compact"), reverse("belonging:desk_compact")
WRITE, PREVIEW = reverse("belonging:write_compact"), reverse("belonging:preview_compact")
ANSWERS, EXPORT = reverse("belonging:compact_answers"), reverse("belonging:export_answers")
REMIND = reverse("belonging:remind_of_compact")
WORDS = {
    "what_changed": "We say more about listening.",
    "intro": "Hello",
    "can_expect": "You find others.\n\n  You are named. ",
    "expected": "Listen first.",
}
TODAY = datetime.date(2026, 11, 1)


def answer(member, agrees, version=1):
    services.answer(member, by=member.user, version=version, agrees=agrees)


def test_anybody_reads_the_version_that_holds(visitor):
    text = visitor.get(COMPACT).text
    assert "What you can expect" in text
    assert "Listen first" in text
    assert "Your answer" not in text


def test_a_member_accepts_it(member):
    text = member.post(COMPACT, {"version": "1", "answer": "yes"}, follow=True).text

    assert "You have accepted the compact" in text
    assert "You accepted this version on" in member.get(COMPACT).text
    assert "Have you read the compact?" not in member.get("/").text


def test_the_front_page_asks_until_it_is_answered(member):
    assert "Have you read the compact?" in member.get("/").text
    answer(member.user.member, agrees=True)
    assert "Have you read the compact?" not in member.get("/").text
    CompactFactory()
    assert "The compact has changed" in member.get("/").text


def test_who_does_not_accept_it_stays_a_member_and_the_team_is_told(member):
    text = member.post(COMPACT, {"version": "1", "answer": "no"}, follow=True).text

    own = member.user.member
    letter = Letter.objects.get(kind="belonging.compact_declined")
    assert "Somebody from the team will be in touch" in text
    assert letter.to == settings.CONTACT_EMAIL.lower()
    assert own.name not in letter.body
    assert reverse("members:person", args=[own.ref]) in letter.body
    assert own.is_current(timezone.localdate())
    assert "You are still a member" in member.get(COMPACT).text


def test_the_newest_answer_to_a_version_counts():
    member = MemberFactory()
    answer(member, agrees=False)
    answer(member, agrees=True)

    assert CompactAnswer.objects.get().said == "AGREED"
    said = AuditEntry.objects.filter(action="belonging.answer_compact").order_by("pk")
    assert [row.detail["said"] for row in said] == ["DECLINED", "AGREED"]


def test_a_new_version_shows_what_changed_first_and_marks_what_is_new(member):
    answer(member.user.member, agrees=True)
    CompactFactory()

    text = member.get(COMPACT).text

    assert text.index("We are shorter now.") < text.index("You are named.")
    assert "No longer in it" in text
    assert "Version 1, from" in text


def test_an_answer_to_a_version_that_no_longer_holds_is_refused(member):
    CompactFactory()
    text = member.post(COMPACT, {"version": "1", "answer": "yes"}).text
    assert services.CHANGED in text
    assert 'name="version" value="2"' in text
    assert not CompactAnswer.objects.exists()


@pytest.mark.parametrize(("role", "status"), [("visitor", 302), ("guest", 403), ("team", 403)])
def test_nobody_but_members_answers(client_as, role, status):
    response = client_as(role).post(COMPACT, {"version": "1", "answer": "yes"})
    assert response.status_code == status
    assert not CompactAnswer.objects.exists()


def test_earlier_versions_can_be_read_and_drafts_cannot(visitor):
    CompactFactory()
    CompactFactory(version=3, published_at=None)

    def address(number):
        return reverse("belonging:compact_version", args=[number])

    assert "It holds no longer" in visitor.get(address(1)).text
    assert visitor.get(address(2)).url == COMPACT
    assert visitor.get(address(3)).status_code == 404


def test_the_team_writes_looks_at_and_publishes_the_next_version(team):
    assert "Write the next version" in team.get(DESK).text
    assert team.post(WRITE, {"start": "1"}).url == WRITE
    assert "Listen first" in team.get(WRITE).text

    assert team.post(WRITE, WORDS).url == PREVIEW
    text = team.get(PREVIEW).text
    assert "We say more about listening." in text
    assert "You are named." in text
    assert queries.current().version == 1

    team.post(PREVIEW, {"publish": "1"})

    published = queries.current()
    assert (published.version, published.published_by) == (2, team.user)
    assert published.can_expect == "You find others.\nYou are named."
    assert AuditEntry.objects.filter(action="belonging.publish_compact").count() == 1


def test_starting_twice_makes_one_draft(team):
    for _ in range(2):
        team.post(WRITE, {"start": "1"})
    assert Compact.objects.filter(published_at=None).count() == 1


def test_a_draft_can_be_thrown_away(team):
    team.post(WRITE, {"start": "1"})
    team.post(PREVIEW, {"discard": "1"})
    assert queries.draft() is None
    assert team.get(PREVIEW).url == DESK
    assert team.get(WRITE).status_code == 404


def test_an_empty_half_is_refused_and_what_was_typed_is_kept(team):
    team.post(WRITE, {"start": "1"})
    text = team.post(WRITE, WORDS | {"expected": ""}).text
    assert "Enter what is expected of members" in text
    assert "You are named." in text


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"what_changed": ""}, "Say what changed"),
        ({"can_expect": ""}, "Write both halves"),
        (None, "Nothing differs"),
    ],
)
def test_a_version_that_says_too_little_is_not_published(team, changed, sentence):
    draft = services.start_version(by=team.user)
    words = WORDS if changed is not None else {
        "intro": draft.intro, "can_expect": draft.can_expect, "expected": draft.expected,
        "what_changed": "Nothing",
    }  # fmt: skip
    services.change_version(draft, by=team.user, **(words | (changed or {})))

    with pytest.raises(Refused, match=sentence):
        services.publish_version(draft, by=team.user)


def test_what_was_published_never_changes(team):
    held = queries.current()
    for service in (services.publish_version, services.discard_version):
        with pytest.raises(Refused, match="has been published"):
            service(held, by=team.user)
    with pytest.raises(Refused, match="has been published"):
        services.change_version(held, by=team.user, **WORDS)


def crowd():
    names = ("Agreeing", "Declining", "Silent", "Absent")
    people = [MemberFactory(name=f"{name} Person", sort_name=name.lower()) for name in names]
    answer(people[0], agrees=True)
    answer(people[1], agrees=False)
    people[3].left_on, people[3].left_reason_id = TODAY, "left:retired"
    people[3].save()
    return people


def test_the_team_sees_who_said_what_and_who_has_not_answered(team):
    crowd()

    seen = {said: team.get(f"{ANSWERS}?said={said}").text for said in queries.SAID}

    for said, name in [("AGREED", "Agreeing"), ("DECLINED", "Declining"), ("NONE", "Silent")]:
        found = {key for key, text in seen.items() if f"{name} Person" in text}
        assert found == {said}
    assert all("Absent" not in text for text in seen.values())
    numbers = queries.numbers(queries.current(), on=timezone.localdate())
    assert (numbers.agreed, numbers.declined, numbers.unanswered) == (1, 1, 1)


def test_a_long_list_is_read_in_stretches_without_a_gap():
    for number in range(5):
        MemberFactory(name=f"Same {number}", sort_name="same")
    compact, after, seen = queries.current(), "", []
    for _ in range(3):
        shelf = queries.shelf(compact, "NONE", on=timezone.localdate(), after=after, limit=2)
        seen += [member.pk for member in shelf.members]
        after = shelf.next

    assert (len(seen), len(set(seen)), after) == (5, 5, "")


def test_the_list_costs_the_same_queries_for_any_number(team):
    MemberFactory()
    before = cost(team, ANSWERS)
    MemberFactory.create_batch(2)
    assert cost(team, ANSWERS) == before


@pytest.mark.parametrize("after", ["\0", "x,y", ",", "z" * 999])
def test_a_broken_cursor_shows_a_list(team, after):
    assert team.get(ANSWERS, {"after": after, "said": "RUBBISH"}).status_code == 200


def test_the_file_has_everybody_and_is_noted(team):
    crowd()
    MemberFactory(name="=Formula")

    rows = list(csv.DictReader(io.StringIO(team.post(EXPORT).getvalue().decode("utf-8-sig"))))

    assert {row["name"]: row["answer"] for row in rows} == {
        "'=Formula": "Not answered",
        "Agreeing Person": "Accepted",
        "Declining Person": "Not accepted",
        "Silent Person": "Not answered",
    }
    assert AuditEntry.objects.get(action="belonging.export_answers").detail == {"version": 1}


def test_a_reminder_goes_once_for_each_version_to_who_has_not_answered(team):
    people = crowd()
    MemberFactory(user=None)

    for _ in range(2):
        services.remind(queries.current())

    letters = Letter.objects.filter(kind=queries.REMINDER)
    assert [letter.to for letter in letters] == [people[2].user.email]
    CompactFactory()
    services.remind(queries.current())
    assert letters.all().count() == 4
    assert "We are shorter now." in letters.last().body


def test_the_button_has_reminders_written_in_the_background(team):
    MemberFactory()
    text = team.post(REMIND, follow=True).text
    assert "are being written to" in text
    assert AuditEntry.objects.filter(action="belonging.remind_of_compact").exists()


def test_reminders_of_a_version_that_no_longer_holds_are_not_written():
    MemberFactory()
    CompactFactory()
    tasks.remind_of_compact.call(1)
    assert not Letter.objects.filter(kind=queries.REMINDER).exists()
