"""The pages on which applications are decided."""

import pytest
from django.urls import reverse

from commonweal.core.models import Letter
from commonweal.joining.models import Decision, Reading, SecondLook, Status
from commonweal.joining.services.deciding import decide
from tests.factories.joining import ConflictFactory
from tests.joining.deciding import (
    ADMIT,
    REFUSE,
    WAIT,
    finish,
    partner_of,
    reader_of,
    sent,
    team_member,
    was_read,
    wave_with,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def wave():
    return wave_with(partner_id="nation:wales", places=10)


@pytest.fixture
def reader(wave):
    return reader_of(wave, name="Rhian Reader")


@pytest.fixture
def lead(client_of):
    return client_of(team_member(name="Ann Lead"))


def at(name, *args):
    return reverse(f"joining:{name}", args=args)


def test_readings_stand_side_by_side_with_how_far_they_agree(wave, reader, lead):
    application = was_read(wave, reader)
    finish(application, reader_of(wave, name="Una Other"), values=(0, 3), reason="Hardly.")

    text = lead.get(at("decide", application.ref)).text

    assert (
        "The readers advise the same: admit. Their scores are 2 points or more apart in 1" in text
    )
    for words in ("Rhian Reader", "Una Other", "Hardly.", "Because impact", "Mean score: 4.0 of 6"):
        assert words in text


def test_readers_who_advise_different_things_are_said_to(wave, reader, lead):
    application = was_read(wave, reader)
    finish(application, reader_of(wave), advice="REFUSE")

    assert "The readers advise different things" in lead.get(at("decide", application.ref)).text


def test_the_letter_is_shown_before_anything_is_decided(wave, reader, lead):
    application = was_read(wave, reader, name="Sam")
    typed = {"outcome": "REFUSE", "reason": "It is\nearly days.", "change": "An example"}

    shown = lead.post(at("decide", application.ref), typed)
    back = lead.post(at("decide", application.ref), {**typed, "change_it": "yes"})

    assert "Hello Sam" in shown.text
    assert "early days." in shown.text
    assert "early days." in back.text
    assert (Decision.objects.count(), Letter.objects.count()) == (0, 0)


def test_a_confirmed_letter_is_a_decision(wave, reader, lead):
    application = was_read(wave, reader, name="Sam")

    text = lead.post(
        at("decide", application.ref), {"outcome": "ADMIT", "confirm": "yes"}, follow=True
    ).text

    assert Decision.objects.get().by == lead.user
    assert "Letters that wait" in text
    assert "Sam: admit" in text


def test_a_refusal_without_a_reason_is_explained(wave, reader, lead):
    application = was_read(wave, reader)

    text = lead.post(at("decide", application.ref), {"outcome": "REFUSE"}).text

    assert "Give the applicant a reason" in text


def test_who_comes_second_reads_who_decided_and_keeps_what_they_typed(wave, reader, lead):
    application = was_read(wave, reader)
    decide(application, ADMIT, by=team_member(name="Bea First"))

    text = lead.post(
        at("decide", application.ref),
        {"outcome": "REFUSE", "reason": "My own words", "confirm": "yes"},
    ).text

    assert "Decided by Bea First" in text
    assert Decision.objects.count() == 1


def test_the_team_is_asked_why_it_decides_early_and_a_partner_waits(wave, lead, client_of):
    application = sent(wave)
    partner = client_of(partner_of("nation:wales"))

    asked = lead.post(at("decide", application.ref), {"outcome": "ADMIT"}).text
    waits = partner.get(at("decide", application.ref)).text
    refused = partner.post(
        at("decide", application.ref), {"outcome": "ADMIT", "early": "x", "confirm": "yes"}
    ).text

    assert "Say why you decide before enough people have read it" in asked
    assert "You can decide when 1 person has finished reading it" in waits
    assert "0 of 1 person have finished" in refused
    assert Decision.objects.count() == 0


def test_a_partner_reads_and_decides_its_own_waves_applications(wave, reader, client_of):
    application = was_read(wave, reader)
    partner = client_of(partner_of("nation:wales"))

    partner.post(at("decide", application.ref), {"outcome": "ADMIT", "confirm": "yes"})

    assert Decision.objects.get().by == partner.user


def test_whoever_decided_first_is_told_to_leave_the_second_look(wave, reader, lead):
    application = was_read(wave, reader)
    decide(application, REFUSE, by=lead.user)
    type(application).objects.update(status=Status.SECOND_LOOK)
    SecondLook.objects.create(application=application, words="You missed my example.")

    text = lead.get(at("decide", application.ref)).text

    assert "You missed my example." in text
    assert "Somebody else takes the second look" in text
    assert "See the letter" not in text


def test_undo_from_the_page_leaves_it_to_decide(wave, reader, lead):
    application = was_read(wave, reader)
    decision = decide(application, REFUSE, by=lead.user)

    done = lead.post(at("undo", decision.pk), follow=True).text
    again = lead.post(at("undo", decision.pk), follow=True).text

    assert "undone. Nobody was told" in done
    assert "undone or replaced already" in again
    assert "See the letter" in again


def test_a_reader_is_asked_and_an_application_taken_back(wave, lead):
    application = sent(wave)
    person = reader_of(wave, name="Una Other")

    asked = lead.post(at("ask_reader", application.ref), {"reader": person.pk}, follow=True).text
    twice = lead.post(at("ask_reader", application.ref), {"reader": person.pk}, follow=True).text
    reading = Reading.objects.get()
    taken = lead.post(at("end_reading", reading.pk), follow=True).text
    nobody = lead.post(at("ask_reader", application.ref), {"reader": "x"}, follow=True).text

    assert "Una Other has been asked to read it" in asked
    assert "asked to read this application already" in twice
    assert "Una Other no longer reads it" in taken
    assert "Choose a reader" in nobody


def test_a_finished_reading_is_not_taken_back(wave, reader, lead):
    application = was_read(wave, reader)

    text = lead.post(at("end_reading", application.readings.get().pk), follow=True).text

    assert "This reading is finished, so it stays" in text


def many(client, wave, applications, **typed):
    picks = [one.ref for one in applications]
    return client.post(at("decide_many", wave.ref), {"pick": picks, **typed}, follow=True)


def test_several_are_decided_after_a_summary(wave, reader, lead):
    first, second = (was_read(wave, reader, name=name) for name in ("First", "Second"))
    words = {"outcome": "REFUSE", "reason": "Many applied.", f"own_{first.ref}": "Dear First."}

    page_ = lead.get(at("decide_many", wave.ref), {"pick": [first.ref, second.ref]}).text
    summary = many(lead, wave, [first, second], **words).text
    before = Decision.objects.count()
    result = many(lead, wave, [first, second], **words, confirm="yes").text

    assert "Decide 2 applications" in page_
    assert "Dear First." in summary
    assert before == 0
    assert "2 of 2 decided" in result
    reasons = dict(Decision.objects.values_list("application", "reason"))
    assert reasons == {first.pk: "Dear First.\n\nMany applied.", second.pk: "Many applied."}


def test_the_result_says_what_was_not_decided_and_why(wave, reader, lead):
    wave.places = 1
    wave.save()
    good, full = was_read(wave, reader, name="Good"), was_read(wave, reader, name="Full")
    unread, mine = sent(wave, name="Unread"), was_read(wave, reader, name="Hidden")
    done = was_read(wave, reader, name="Done")
    decide(done, WAIT, by=team_member(name="Bea First"))
    type(done).objects.filter(pk=done.pk).update(status=Status.REFUSED)
    ConflictFactory(application=mine, user=lead.user)

    text = many(lead, wave, [good, full, unread, mine, done], outcome="ADMIT", confirm="yes").text

    assert "1 of 5 decided" in text
    for words in (
        "The only place of this wave is taken", "0 of 1 person have finished",
        "You have a conflict of interest", "Decided by Bea First",
    ):  # fmt: skip
        assert words in text
    assert "Hidden" not in text


def test_pressing_confirm_twice_decides_once(wave, reader, lead):
    application = was_read(wave, reader)

    many(lead, wave, [application], outcome="ADMIT", confirm="yes")
    text = many(lead, wave, [application], outcome="ADMIT", confirm="yes").text

    assert Decision.objects.count() == 1
    assert "Decided by Ann Lead" in text


def test_going_back_from_the_summary_keeps_the_words(wave, reader, lead):
    application = was_read(wave, reader)

    text = many(
        lead, wave, [application], outcome="WAIT", reason="Kept words", change_it="yes"
    ).text

    assert "Kept words" in text
    assert "See the summary" in text


def test_a_refusal_of_several_needs_words_for_each(wave, reader, lead):
    first, second = was_read(wave, reader), was_read(wave, reader)

    none = many(lead, wave, [first, second], outcome="REFUSE").text
    own = {f"own_{one.ref}": "Own words" for one in (first, second)}
    each = many(lead, wave, [first, second], outcome="REFUSE", **own).text

    assert "Give a reason for all, or own words for each applicant" in none
    assert "Do not admit: 2 applications" in each


@pytest.mark.parametrize("picks", [[], ["no-such-ref"]])
def test_with_nothing_ticked_one_is_told_to_tick(wave, lead, picks):
    sent(wave)

    answer = lead.get(at("decide_many", wave.ref), {"pick": picks}, follow=True)

    assert "Tick the applications you want to decide" in answer.text


def test_a_result_is_of_its_own_wave(wave, reader, lead):
    many(lead, wave, [was_read(wave, reader)], outcome="ADMIT", confirm="yes")

    other = wave_with()
    assert lead.get(at("decided", wave.ref)).status_code == 200
    assert lead.get(at("decided", other.ref)).status_code == 302


def test_a_draft_is_nobodys_to_decide(wave, lead):
    draft = sent(wave, status=Status.DRAFT)

    assert lead.get(at("decide", draft.ref)).status_code == 404
