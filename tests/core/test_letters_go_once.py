"""A letter in the outbox is sent once, whatever happens to the mail server and to us."""

import datetime
import smtplib

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from commonweal.core.letters import delivering, pausing, writing
from commonweal.core.models import Letter, SentMail

MINUTE = datetime.timedelta(minutes=1)


def letter(key="invented:1", **values):
    return Letter.objects.create(
        **{
            "key": key,
            "kind": "invented.kind",
            "to": "mair@example.org",
            "subject": "Hello",
            "body": "Good morning.\n",
            **values,
        }
    )


@pytest.fixture
def server(monkeypatch):
    """server(problem) is a mail server that answers with this problem from now on."""

    def breaks(problem, method="send_messages"):
        def answer(self, *args):
            raise problem

        monkeypatch.setattr(EmailBackend, method, answer)

    return breaks


def again(one):
    one.refresh_from_db()
    return one


@pytest.mark.django_db
def test_a_letter_that_is_due_goes_and_goes_once():
    one = letter()

    assert [delivering.deliver(), delivering.deliver()] == [1, 0]
    assert [(m.to, m.subject, m.body) for m in mail.outbox] == [
        (["mair@example.org"], "Hello", "Good morning.\n")
    ]
    assert again(one).status == "SENT"
    assert one.sent_at
    assert one.tries == 1


@pytest.mark.django_db
def test_a_letter_says_that_a_machine_wrote_it_who_answers_and_which_one_it_is(settings):
    settings.SITE_URL, settings.CONTACT_EMAIL = "https://fiveways.example", "team@fiveways.example"
    one = letter()
    delivering.deliver()
    Letter.objects.update(status="WAITING")
    letter("invented:2")
    delivering.deliver()
    first, same, other = (m.extra_headers["Message-ID"] for m in mail.outbox)

    assert mail.outbox[0].message()["Message-ID"] == first
    assert mail.outbox[0].message()["Auto-Submitted"] == "auto-generated"
    assert mail.outbox[0].message()["Reply-To"] == "team@fiveways.example"
    assert first == same != other
    assert first.endswith("@fiveways.example>")
    assert one.key not in first


@pytest.mark.django_db
def test_a_letter_waits_for_its_time():
    letter(due_at=timezone.now() + MINUTE)

    assert delivering.deliver() == 0
    with time_machine.travel(timezone.now() + 2 * MINUTE):
        assert delivering.deliver() == 1


@pytest.mark.django_db
def test_letters_go_in_the_order_in_which_they_are_due():
    now = timezone.now()
    letter("late", subject="Late", due_at=now - MINUTE)
    letter("early", subject="Early", due_at=now - 2 * MINUTE)
    delivering.deliver()

    assert [m.subject for m in mail.outbox] == ["Early", "Late"]


UNREACHABLE = ConnectionRefusedError(111, "Connection refused")


@pytest.mark.django_db
def test_where_the_mail_server_is_away_one_letter_is_tried_and_the_others_wait_unharmed(server):
    first, second = letter("1"), letter("2")
    server(UNREACHABLE, method="open")

    assert delivering.deliver() == 0
    assert (again(first).status, first.tries, again(second).tries) == ("WAITING", 1, 0)
    assert "could not be reached: [Errno 111] Connection refused" in first.problem
    assert first.due_at > timezone.now()


@pytest.mark.django_db
def test_a_letter_is_tried_eight_times_in_about_two_days_and_then_left_to_somebody(server):
    one = letter()
    server(UNREACHABLE, method="open")
    began = timezone.now()
    with time_machine.travel(began, tick=False) as clock:
        while again(one).status == "WAITING":
            clock.move_to(max(one.due_at, began))
            delivering.deliver()
            last = timezone.now()

    assert (one.status, one.tries) == ("FAILED", 8)
    assert datetime.timedelta(days=1.5) < last - began < datetime.timedelta(days=2.5)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("problem", "status", "words"),
    [
        (
            smtplib.SMTPRecipientsRefused({"mair@example.org": (550, b"No such user")}),
            "FAILED",
            "The address was refused: 550 No such user",
        ),
        (
            smtplib.SMTPRecipientsRefused({"mair@example.org": (451, b"Come back later")}),
            "WAITING",
            "The address was refused: 451 Come back later",
        ),
        (
            smtplib.SMTPDataError(554, "Looks like spam"),
            "FAILED",
            "The mail server refused the letter: 554 Looks like spam",
        ),
        (
            smtplib.SMTPDataError(452, b"Disk full"),
            "WAITING",
            "The mail server refused for now: 452 Disk full",
        ),
        (
            smtplib.SMTPSenderRefused(530, b"Sign in first", "us@example.org"),
            "WAITING",
            "The mail server refused for now: 530 Sign in first",
        ),
        (smtplib.SMTPServerDisconnected("gone"), "UNSURE", delivering.LOST),
        (TimeoutError("timed out"), "UNSURE", delivering.LOST),
        (RuntimeError("something else"), "UNSURE", delivering.LOST),
    ],
)
def test_the_answer_of_the_mail_server_decides_what_becomes_of_a_letter(
    server, problem, status, words
):
    one = letter()
    server(problem)

    assert delivering.deliver() == 0
    assert (again(one).status, one.problem) == (status, words)


@pytest.mark.django_db
def test_after_a_clean_refusal_the_next_letter_goes(server):
    for key in "12":
        letter(key)
    server(smtplib.SMTPRecipientsRefused({"mair@example.org": (550, b"No such user")}))
    delivering.deliver()

    assert set(Letter.objects.values_list("status", flat=True)) == {"FAILED"}


@pytest.mark.django_db
def test_after_silence_the_letters_behind_wait_for_the_next_round(server):
    first, second = letter("1"), letter("2")
    server(TimeoutError("timed out"))
    delivering.deliver()

    assert [again(first).status, again(second).status] == ["UNSURE", "WAITING"]


@pytest.mark.django_db
def test_a_letter_that_is_no_mail_fails_and_holds_up_nobody():
    bad, good = letter("1", subject="Two\nlines"), letter("2")

    assert delivering.deliver() == 1
    assert again(bad).status == "FAILED"
    assert "cannot be written as mail" in bad.problem
    assert again(good).status == "SENT"


@pytest.mark.django_db
def test_a_mail_server_that_says_no_goodbye_changes_nothing(server):
    one = letter()
    server(OSError("gone"), method="close")

    assert delivering.deliver() == 1
    assert again(one).status == "SENT"


@pytest.mark.django_db
def test_a_letter_whose_sender_was_killed_is_never_sent_again_by_itself():
    killed = letter("1", status="CLAIMED", claimed_at=timezone.now() - 16 * MINUTE)
    going = letter("2", status="CLAIMED", claimed_at=timezone.now() - 14 * MINUTE)

    assert [delivering.deliver(), delivering.deliver()] == [0, 0]
    assert (again(killed).status, killed.problem) == ("UNSURE", delivering.LOST)
    assert again(going).status == "CLAIMED"
    assert mail.outbox == []


@pytest.mark.django_db
def test_an_answer_that_comes_late_still_counts_unless_somebody_decided_meanwhile():
    slow, resent = letter("1"), letter("2")
    claimed = [delivering.claim(), delivering.claim()]
    Letter.objects.update(status="UNSURE")
    Letter.objects.filter(pk=resent.pk).update(status="WAITING", claimed_at=None)
    for one in claimed:
        delivering.settle(one, Letter.Status.SENT, "")

    assert [again(slow).status, again(resent).status] == ["SENT", "WAITING"]


@pytest.mark.django_db
def test_a_letter_somebody_else_claims_first_is_left_to_them(monkeypatch):
    letter("1")
    real = delivering.transaction.atomic

    def too_late(**options):
        Letter.objects.update(status="CLAIMED")
        return real(**options)

    monkeypatch.setattr(delivering.transaction, "atomic", too_late)
    assert delivering.claim() is None


@pytest.mark.slow
def test_workers_at_the_same_time_send_nothing_twice(at_once):
    Letter.objects.bulk_create(
        Letter(key=str(n), kind="invented.kind", to="mair@example.org", subject=str(n))
        for n in range(60)
    )
    went = at_once(lambda _: delivering.deliver(), range(6))

    assert sum(went) == 60
    assert sorted(int(m.subject) for m in mail.outbox) == list(range(60))
    assert set(Letter.objects.values_list("status", flat=True)) == {"SENT"}


@pytest.mark.django_db(transaction=True)
def test_a_round_inside_a_transaction_is_refused_because_it_could_be_undone():
    letter()
    with pytest.raises(RuntimeError), delivering.transaction.atomic():
        delivering.deliver()


@pytest.mark.django_db
def test_in_the_demo_letters_go_to_its_page_of_mail(settings):
    settings.EMAIL_BACKEND = "commonweal.core.mail.DemoBackend"
    letter()
    delivering.deliver()

    assert SentMail.objects.get().to == "mair@example.org"


@pytest.fixture
def paused(monkeypatch):
    monkeypatch.setattr(pausing, "_ASKED", [])
    pausing.ask(lambda address: address == "mair@example.org")


@pytest.mark.django_db
@pytest.mark.parametrize("needed", [True, False])
def test_whoever_paused_gets_the_letters_they_need_and_no_others(paused, invented, needed):
    kind = invented(needed=needed)
    to_paused = letter("1", kind=kind)
    to_other = letter("2", kind=kind, to="alun@example.org")
    own_test = letter("test:1", kind=kind)
    delivering.deliver()

    assert again(to_paused).status == ("SENT" if needed else "CANCELLED")
    assert to_paused.problem == ("" if needed else delivering.PAUSED)
    assert [again(to_other).status, again(own_test).status] == ["SENT", "SENT"]


def test_each_app_is_asked_once_who_has_paused(monkeypatch):
    asked = []
    monkeypatch.setattr(pausing, "_ASKED", [])
    for _ in range(2):
        pausing.ask(asked.append)

    assert pausing.has_paused("mair@example.org") is False
    assert asked == ["mair@example.org"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "stopped"),
    [("WAITING", True), ("FAILED", True), ("CLAIMED", False), ("SENT", False), ("UNSURE", False)],
)
def test_a_letter_can_be_stopped_until_it_is_handed_over(status, stopped):
    one = letter("decided:1", status=status)

    assert writing.cancel("decided:1") is stopped
    assert again(one).status == ("CANCELLED" if stopped else status)
    assert writing.cancel("nothing:1") is False
