"""Whoever has a conflict of interest finds nothing of the application elsewhere on the desk."""

import pytest
from django.urls import reverse
from django.utils import timezone

from commonweal.core import hiding
from commonweal.core.errors import Refused
from commonweal.core.letters import outbox
from commonweal.core.models import AuditEntry, Letter
from commonweal.joining.services import deciding
from tests.factories.joining import ConflictFactory
from tests.joining.deciding import REFUSE, reader_of, team_member, was_read, wave_with

pytestmark = pytest.mark.django_db
HIDDEN = "Hidden from you: a conflict of interest"


def refused(**fields):
    """An application whose refusal waits in the outbox."""
    wave = wave_with()
    application = was_read(wave, reader_of(wave), **{"email": "Hope@Example.org", **fields})
    deciding.decide(application, REFUSE, by=team_member())
    return application, Letter.objects.get(kind="joining.refused")


def apart(application, **fields):
    user = team_member(**fields)
    ConflictFactory(application=application, user=user)
    return user


def shown(browser, letter):
    return browser.get(reverse("core:letter", args=[letter.pk])).text


def test_the_decision_letter_is_hidden_in_the_outbox_and_its_list(client_of):
    application, letter = refused()
    browser = client_of(apart(application))
    listed = browser.get(reverse("core:outbox"), {"show": "waiting"}).text
    text = shown(browser, letter)

    assert HIDDEN in listed
    assert letter.subject not in listed
    assert letter.to not in listed
    assert "You have a conflict of interest" in text
    for words in (REFUSE.reason, letter.subject, letter.to, "Not admitted"):
        assert words not in text


def test_the_rest_of_the_team_reads_it(client_of):
    _, letter = refused()
    browser = client_of(team_member())

    assert REFUSE.reason in shown(browser, letter)
    assert letter.subject in browser.get(reverse("core:outbox"), {"show": "waiting"}).text


def test_nobody_of_the_team_reads_letters_about_their_own_application(client_of):
    user = team_member(email="hope@example.org")
    _, letter = refused()

    assert REFUSE.reason not in shown(client_of(user), letter)


@pytest.mark.parametrize("key", ["joining.decision:{pk}", "joining.copy:{ref}"])
def test_a_letter_to_an_earlier_address_is_known_by_its_key(client_of, key):
    application, letter = refused()
    decision = application.decisions.get()
    Letter.objects.filter(pk=letter.pk).update(
        to="before@example.org", key=key.format(pk=decision.pk, ref=application.ref)
    )

    assert REFUSE.reason not in shown(client_of(apart(application)), letter)
    assert REFUSE.reason in shown(client_of(team_member()), letter)


def test_letters_about_other_things_and_tests_stay_readable():
    application, letter = refused()
    user = apart(application)
    values = {"to": letter.to, "subject": "Other", "body": "Other"}
    other = Letter.objects.create(key="other", kind="stewardship.erased", **values)
    test = Letter.objects.create(key="test:1:x", kind="joining.refused", **values)

    assert hiding.letters_from(user, [letter, other, test]) == {letter.pk}


@pytest.mark.parametrize("do", [outbox.send_again, outbox.leave])
def test_a_stuck_letter_is_left_to_somebody_without_a_conflict(do):
    application, letter = refused()
    Letter.objects.filter(pk=letter.pk).update(status="FAILED", sent_at=timezone.now())
    letter.refresh_from_db()

    with pytest.raises(Refused, match="conflict of interest"):
        do(letter, by=apart(application))
    do(letter, by=team_member())


def test_many_letters_cost_as_much_as_one(client_of, django_assert_num_queries):
    application, letter = refused()
    user = apart(application)
    with django_assert_num_queries(2):
        hiding.letters_from(user, [letter])
    second, another = refused_again()
    ConflictFactory(application=second, user=user)
    with django_assert_num_queries(2):
        assert hiding.letters_from(user, [letter, another]) == {letter.pk, another.pk}


def refused_again():
    wave = wave_with()
    application = was_read(wave, reader_of(wave), email="more@example.org")
    deciding.decide(application, REFUSE, by=team_member())
    return application, Letter.objects.get(key=f"joining.decision:{application.decisions.get().pk}")


@pytest.mark.parametrize("name", ["home:audit", "home:desk"])
def test_the_audit_log_keeps_what_was_done_with_it_from_them(client_of, name):
    application, _ = refused()
    about = AuditEntry.objects.filter(target=f"joining.Application:{application.pk}")
    assert about.exists()
    text = client_of(apart(application)).get(reverse(name)).text

    assert text.count(HIDDEN) == about.count()
    assert "Application refused" not in text
    assert f"Application {application.pk}<" not in text
    assert "Application refused" in client_of(team_member()).get(reverse(name)).text


def test_the_administration_keeps_it_from_them_as_well(client_of):
    application, _ = refused()
    entry = AuditEntry.objects.filter(action="joining.application_refused").get()
    listed, one = "/admin/core/auditentry/", f"/admin/core/auditentry/{entry.pk}/change/"
    browser = client_of(apart(application))

    assert "application_refused" not in browser.get(listed).text
    assert browser.get(one, follow=True).text.count("application_refused") == 0
    assert "application_refused" in client_of(team_member()).get(listed).text
