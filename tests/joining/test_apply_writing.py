"""Writing an application: nothing typed is lost, and it is sent once."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from commonweal.core.errors import Refused
from commonweal.core.models import AuditEntry, Letter
from commonweal.equalities.models import Record
from commonweal.joining.models import Answer, Application, Question, Status
from commonweal.joining.services import applying, carrying
from tests.factories import OrganisationFactory
from tests.factories.joining import (
    AnswerFactory,
    ApplicationFactory,
    EligibilityGroupFactory,
    InvitationFactory,
    QuestionFactory,
    QuestionSetFactory,
    WaveFactory,
)

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
CLOSED = {"opens_at": timezone.now() - 30 * DAY, "closes_at": timezone.now() - DAY}


def ready(**more):
    """A draft that lacks nothing."""
    more = {"email_confirmed_at": timezone.now(), "nation_id": "nation:wales", **more}
    made = ApplicationFactory(**more)
    for question in made.question_set.questions.all():
        AnswerFactory(application=made, question=question)
    return made


@pytest.fixture
def writer(visitor):
    """writer(application) is a browser that may open it."""

    def let_in(application):
        session = visitor.session
        session["applications"] = [application.ref]
        session.save()
        return visitor

    return let_in


def here(application, rest=""):
    return f"/join/applications/{application.ref}/{rest}"


def question_of(application):
    return application.question_set.questions.order_by("order").first()


def save_path(application):
    return here(application, f"parts/question-{question_of(application).key}/save/")


def test_what_is_typed_is_saved_with_its_length(writer):
    wave = WaveFactory(questions=0)
    asked = wave.question_sets.first()
    QuestionFactory(question_set=asked, words_from=3, words_to=5)
    draft = ApplicationFactory(wave=wave)
    client = writer(draft)

    said = [
        client.post(save_path(draft), {"answer": text}).text
        for text in ("", "One two.", "One two three.", "One two three four five six.")
    ]

    assert "The guide is 3 to 5 words." in said[0]
    assert "2 words so far" in said[1]
    assert "3 words, just right" in said[2]
    assert "6 words. The guide is 3 to 5 words. All of it is saved" in said[3]
    assert draft.answers.get().value == "One two three four five six."


def test_text_of_any_length_and_shape_is_kept_as_it_is(writer):
    draft = ApplicationFactory()
    text = "  “Ŵyth” \n\n" + "very long " * 4000 + "<b>🎉</b>\t "

    writer(draft).post(save_path(draft), {"answer": text})

    assert draft.answers.get().value == text


def test_what_cannot_be_kept_is_said_and_stays_on_the_page(writer):
    draft = ApplicationFactory()
    client = writer(draft)
    said = client.post(save_path(draft), {"answer": "x" * 50_001}).text
    assert "Not saved yet" in said
    page = client.post(save_path(draft).removesuffix("save/"), {"answer": "y" * 50_001}).text
    assert "longer than we can keep" in page
    assert "y" * 50_001 in page
    assert "Null characters" in client.post(save_path(draft), {"answer": "a\0b"}).text


def test_saving_twice_leaves_one_answer(writer):
    draft = ApplicationFactory()
    for text in ("First", "Second"):
        writer(draft).post(save_path(draft), {"answer": text})
    assert Answer.objects.get().value == "Second"


def test_the_first_answer_freezes_the_questions():
    draft = ApplicationFactory()
    applying.save_answer(draft, question_of(draft), by=None, value="Hello")
    draft.question_set.refresh_from_db()
    assert draft.question_set.frozen_at is not None


@pytest.mark.parametrize(
    ("kind", "typed", "kept", "read"),
    [
        ("ONE", "b", ["b"], "Bee"),
        ("MANY", ["a", "b"], ["a", "b"], "Ay"),
        ("YES_NO", "yes", "yes", "Yes"),
        ("SHORT", "Words", "Words", "Words"),
    ],
)
def test_every_kind_of_question_is_answered_kept_and_read_again(writer, kind, typed, kept, read):
    wave = WaveFactory(questions=0)
    choices = [["a", "Ay"], ["b", "Bee"]] if kind in ("ONE", "MANY") else []
    QuestionFactory(question_set=wave.question_sets.first(), kind=kind, choices=choices)
    draft = ApplicationFactory(wave=wave)
    client = writer(draft)
    path = save_path(draft).removesuffix("save/")

    client.post(path, {"answer": typed})

    assert draft.answers.get().value == kept
    assert read in client.get(here(draft, "send/")).text
    if kind != "SHORT":
        assert client.get(path).text.count(" checked") == (2 if kind == "MANY" else 1)
    assert "Choose an answer" in client.post(path, {"answer": "zzz"}).text or kind == "SHORT"
    client.post(path, {})
    assert draft.answers.get().value in ("", [])


def test_every_part_shows_what_was_said_before(writer):
    group = EligibilityGroupFactory(key="staff")
    draft = ApplicationFactory(
        name="Nia Rees", role_title="Porter", nation_id="nation:wales", region="Gwent", group=group
    )
    client = writer(draft)
    assert 'value="Nia Rees"' in client.get(here(draft, "parts/name/")).text
    assert 'value="Porter"' in client.get(here(draft, "parts/work/")).text
    place = client.get(here(draft, "parts/place/")).text
    assert 'value="Gwent"' in place
    assert 'value="nation:wales" checked' in place
    assert 'value="staff" checked' in client.get(here(draft, "parts/group/")).text
    assert client.get(here(draft, "parts/nothing/")).status_code == 404


def test_regions_of_the_wave_are_offered_and_another_is_never_lost(writer):
    draft = ApplicationFactory(wave=WaveFactory(regions=["North", "South"]), region="Elsewhere")
    page = writer(draft).get(here(draft, "parts/place/")).text
    assert all(f'value="{one}"' in page for one in ("North", "South", "Elsewhere"))


def test_the_organisation_is_chosen_or_written(writer):
    draft = ApplicationFactory()
    client, path = writer(draft), here(draft, "organisation/")
    client.post(path, {"organisation_name": "A small charity"})
    draft.refresh_from_db()
    assert draft.organisation_name == "A small charity"

    organisation = OrganisationFactory()
    client.post(path, {"organisation": organisation.pk})
    draft.refresh_from_db()
    assert (draft.organisation, draft.organisation_name) == (organisation, "")

    page = client.post(path, {"organisation": 999_999})
    assert "Choose an organisation from the list" in page.text
    client.post(path)
    draft.refresh_from_db()
    assert draft.organisation is None


def test_pages_lead_from_part_to_part_and_back_to_where_one_came_from(writer):
    draft = ApplicationFactory()
    client, path = writer(draft), here(draft, "parts/name/")
    assert client.post(path, {"name": "Nia"}).url == here(draft, "parts/work/")
    assert client.post(path, {"name": "Nia", "to": "list"}).url == here(draft)
    assert client.post(f"{path}?back=check", {"name": "Nia"}).url == here(draft, "send/")
    work = client.post(here(draft, "parts/work/"), {"role_title": "Porter", "to": "organisation"})
    assert work.url == here(draft, "organisation/")


def test_nothing_is_required_before_sending_and_everything_missing_is_then_named(writer):
    draft = ApplicationFactory(name="", email_confirmed_at=timezone.now())
    client = writer(draft)
    page = client.get(here(draft, "send/")).text
    assert "Enter your name" in page
    assert "Choose the nation you work in" in page
    assert all(one.label in page for one in draft.question_set.questions.all())
    assert "Enter your name" in client.post(here(draft, "send/"), {"declared": "on"}).text
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT


def test_sending_needs_the_box_ticked(writer):
    draft = ready()
    assert "Tick the box" in writer(draft).post(here(draft, "send/")).text


def test_an_optional_question_may_stay_empty_and_no_length_is_refused():
    wave = WaveFactory(questions=0)
    asked = wave.question_sets.first()
    QuestionFactory(question_set=asked, required=False)
    QuestionFactory(question_set=asked, key="long", words_to=2)
    draft = ApplicationFactory(
        wave=wave, nation_id="nation:wales", email_confirmed_at=timezone.now()
    )
    applying.save_answer(draft, Question.objects.get(key="long"), by=None, value="Far more words.")
    assert applying.send(draft, by=None).status == Status.SENT


def test_sending_keeps_a_copy_asks_the_equalities_questions_and_is_in_the_audit_log():
    draft = ready()
    applying.send(draft, by=None)
    copy = Letter.objects.get(kind="joining.copy")
    assert "Because I would like to." in copy.body
    assert Record.objects.count() == 1
    entry = AuditEntry.objects.get(action="joining.application_sent")
    assert draft.email not in str(entry.detail)


def test_sending_twice_sends_once(writer):
    draft = ready()
    client = writer(draft)
    for _ in range(2):
        page = client.post(here(draft, "send/"), {"declared": "on"})
        assert page.status_code == 302
    applying.send(draft, by=None)
    draft.refresh_from_db()
    assert Letter.objects.filter(kind="joining.copy").count() == 1
    assert AuditEntry.objects.filter(action="joining.application_sent").count() == 1


def test_a_second_application_of_one_address_in_a_wave_is_refused():
    first = ready()
    second = ready(wave=first.wave, email=first.email)
    applying.send(first, by=None)
    with pytest.raises(Refused, match="already"):
        applying.send(second, by=None)


def test_what_was_sent_can_be_changed_no_more_and_what_was_typed_is_shown(writer):
    draft = ready()
    client = writer(draft)
    path = save_path(draft).removesuffix("save/")
    applying.send(draft, by=None)

    assert client.get(path).url == here(draft)
    page = client.post(path, {"answer": "A better ending"}).text
    assert "This application has been sent already." in page
    assert "A better ending" in page
    assert "Not saved yet" in client.post(save_path(draft), {"answer": "A better ending"}).text


def test_an_applicant_of_another_nation_or_group_is_told_before_sending():
    staff, carers = EligibilityGroupFactory(), EligibilityGroupFactory()
    wave = WaveFactory()
    wave.nations.add("nation:wales")
    wave.groups.add(staff)
    elsewhere = ready(wave=wave, nation_id="nation:ireland", group=staff)
    other = ready(wave=wave, group=carers)
    with pytest.raises(Refused, match="people who work in"):
        applying.send(elsewhere, by=None)
    with pytest.raises(Refused, match="other groups"):
        applying.send(other, by=None)
    invited = ready(
        wave=wave, nation_id="nation:ireland", group=carers, invitation=InvitationFactory(wave=wave)
    )
    assert applying.send(invited, by=None).status == Status.SENT


def test_a_wave_that_closes_while_the_form_is_open_keeps_what_was_typed(writer):
    draft = ready()
    client = writer(draft)
    assert client.get(here(draft, "send/")).status_code == 200

    with time_machine.travel(draft.wave.closes_at, tick=False):
        page = client.post(here(draft, "send/"), {"declared": "on"})
        assert "has closed, so nothing can be sent" in page.text
        assert "What you typed is kept" in page.text
        said = client.post(save_path(draft), {"answer": "Typed after the end"}).text
        assert "Saved at" in said
        assert "Everything you typed is kept" in client.get(here(draft)).text
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT
    assert question_of(draft).pk in draft.answers.values_list("question", flat=True)
    assert "Typed after the end" in draft.answers.values_list("value", flat=True)


def test_the_last_moment_counts():
    draft = ready()
    with time_machine.travel(draft.wave.closes_at - datetime.timedelta(seconds=1), tick=False):
        assert applying.send(draft, by=None).status == Status.SENT


def test_a_wave_that_is_extended_takes_a_draft_that_had_lapsed():
    draft = ready(status=Status.LAPSED, ended_at=timezone.now())
    sent = applying.send(draft, by=None)
    assert (sent.status, sent.ended_at) == (Status.SENT, None)


def test_what_was_typed_is_carried_to_the_next_wave_that_fits(writer):
    old = ready(wave=WaveFactory(**CLOSED), name="Nia", role_title="Porter")
    other = WaveFactory(closes_at=timezone.now() + 2 * DAY)
    other.nations.add("nation:ireland")
    wave = WaveFactory(questions=0)
    same = question_of(old)
    asked = QuestionSetFactory()
    wave.question_sets.set([asked])
    QuestionFactory(question_set=asked, key=same.key)
    QuestionFactory(question_set=asked, key="new")
    old.group = EligibilityGroupFactory()
    old.save()
    client = writer(old)
    assert f"Take what I typed to {wave.name}" in client.get(here(old)).text

    page = client.post(here(old, "carry/"))

    made = Application.objects.get(carried_from=old)
    assert page.url == here(made)
    assert client.get(page.url).status_code == 200
    assert (made.wave, made.name, made.role_title) == (wave, "Nia", "Porter")
    assert made.email_confirmed_at == old.email_confirmed_at
    assert [one.question.key for one in made.answers.all()] == [same.key]
    assert client.post(here(old, "carry/")).url == page.url
    assert old.answers.count() == 2


def test_carrying_over_is_refused_where_there_is_nothing_to_carry_to(writer):
    open_still = ready()
    with pytest.raises(Refused, match="still open"):
        carrying.carry_over(open_still, by=None)
    open_still.wave.closes_at = timezone.now() - DAY
    open_still.wave.save()
    page = writer(open_still).post(here(open_still, "carry/"), follow=True)
    assert "No wave that is for you is open now" in page.text


def test_a_draft_is_deleted_after_asking_once(writer):
    draft = ready()
    client = writer(draft)
    assert "This cannot be undone" in client.get(here(draft, "delete/")).text
    page = client.post(here(draft, "delete/"), follow=True)
    assert "Your draft is deleted" in page.text
    assert not Application.objects.exists()
    with pytest.raises(Refused, match="deleted"):
        applying.save(draft, by=None, name="Nia")


def test_another_address_is_to_be_confirmed_again(writer):
    draft = ready()
    client = writer(draft)
    client.post(here(draft, "address/"), {"email": "other@example.org"})
    assert "Open it once" in client.get(here(draft, "address/")).text
    draft.refresh_from_db()
    with pytest.raises(Refused, match="Confirm your e-mail address"):
        applying.send(draft, by=None)
    assert "We sent the link again" in client.post(here(draft, "address/link/")).text


def test_the_list_of_parts_costs_the_same_for_one_question_and_for_ten(
    writer, django_assert_max_num_queries
):
    for count in (1, 10):
        draft = ready(wave=WaveFactory(questions=count))
        client = writer(draft)
        with django_assert_max_num_queries(12):
            client.get(here(draft))
