"""The team reads, tests and watches over every letter; nobody else does."""

import datetime

import pytest
from django.core import mail
from django.template import engines
from django.urls import reverse
from django.utils import timezone

from commonweal.core import running
from commonweal.core.letters import declaring, outbox, writing
from commonweal.core.models import AuditEntry, Letter
from commonweal.core.steps import LETTER

OUTBOX = "/desk/letters/outbox/"
KINDS = declaring.kinds()


def letter(key="1", **values):
    return Letter.objects.create(
        **{
            "key": key,
            "kind": "account.login_code",
            "to": "mair@example.org",
            "subject": f"Letter {key}",
            "body": "Dear Mair,\nwelcome.\n\nYours\n",
            **values,
        }
    )


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_every_letter_can_be_read_with_its_sample(kind):
    subject, body = writing.rendered(kind.code, kind.sample())

    assert 10 < len(subject) < 120
    assert "\n" not in subject
    assert len(body) > 40
    for text in (subject, body):
        assert "&#" not in text
        assert "&amp;" not in text
        assert "None" not in text.split()
    assert "\n\n\n\n" not in body
    assert "{{" in outbox.words_of(kind) or "{%" in outbox.words_of(kind)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_every_letter_says_who_gets_it_and_when(kind):
    for words in (kind.title, kind.to, kind.when):
        assert words == words.strip()
        assert words
        assert not words.endswith(".")
    assert kind.title[0].isupper()


def test_every_mail_about_accounts_is_declared():
    env = engines["jinja2"].env
    kept = env.list_templates(
        filter_func=lambda name: "/email/" in name and not name.split("/")[-1].startswith("_")
    )

    assert {kind.path for kind in KINDS if kind.path} == set(kept)


@pytest.mark.django_db
def test_the_team_sees_every_kind_who_gets_it_and_how_the_outbox_stands(team):
    letter("1", status="UNSURE")
    letter("2", status="FAILED")
    letter("3", status="SENT")
    letter("4", status="SENT", due_at=timezone.now() - datetime.timedelta(days=31))
    page = team.get("/desk/letters/").text

    assert page.count('<a href="/desk/letters/') == len(KINDS) + len(running.SHELVES)
    assert "To the address somebody typed, when somebody asks for a code to sign in." in page
    assert page.count("1 in the last 30 days.") == 1
    assert [(one.name, one.count) for one in running.shelves()] == [
        ("attention", 2),
        ("waiting", 0),
        ("sent", 2),
        ("cancelled", 0),
    ]


@pytest.mark.django_db
def test_the_team_reads_a_letter_as_it_arrives_and_as_it_is_kept(team):
    page = team.get("/desk/letters/account.login_code/").text

    assert "EXAMPLE is your code to sign in to" in page
    assert "It works once, for 15 minutes." in page
    assert "{{ code }} is your code to sign in to {{ settings.COMMUNITY_NAME }}" in page
    assert team.get("/desk/letters/no.such/").status_code == 404


@pytest.mark.django_db
def test_a_letter_nobody_needs_says_that_those_who_paused_do_not_get_it(team, invented):
    needed, other = invented(), invented(needed=False)

    assert "paused" not in team.get(f"/desk/letters/{needed}/").text
    assert (
        "It is not sent to people who have paused mail." in team.get(f"/desk/letters/{other}/").text
    )


@pytest.mark.django_db(transaction=True)
def test_a_test_goes_to_oneself_alone_says_what_it_is_and_goes_once_when_pressed_twice(team):
    with_time = "/desk/letters/account.login_code/"
    for _ in range(2):
        answer = team.post(with_time, follow=True)
    sent = mail.outbox[0]

    assert f"A test is on its way to {team.user.email}." in answer.text
    assert [(one.to, one.subject) for one in mail.outbox] == [
        ([team.user.email], sent.subject),
    ]
    assert sent.subject.startswith("Test: EXAMPLE is your code")
    entry = AuditEntry.objects.get(action="core.test_letter")
    assert entry.actor == team.user
    assert entry.detail == {"kind": "account.login_code"}


@pytest.mark.django_db
def test_nobody_sends_themselves_more_than_twenty_tests_an_hour(team):
    for number in range(outbox.TESTS_AN_HOUR):
        letter(f"test:{team.user.pk}:{number}")
    answer = team.post("/desk/letters/account.login_code/", follow=True)
    assert "You have sent yourself 20 tests in the last hour." in answer.text
    assert Letter.objects.count() == 20

    Letter.objects.update(written_at=timezone.now() - datetime.timedelta(hours=2))
    team.post("/desk/letters/account.login_code/")
    assert Letter.objects.count() == 21


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("show", "expected"),
    [
        ("attention", {"UNSURE", "FAILED"}),
        ("waiting", {"WAITING", "CLAIMED"}),
        ("sent", {"SENT"}),
        ("cancelled", {"CANCELLED"}),
        ("nonsense", {"UNSURE", "FAILED"}),
    ],
)
def test_the_outbox_shows_one_part_at_a_time_those_that_need_somebody_first(team, show, expected):
    for status in Letter.Status.values:
        letter(status, status=status)
    page = team.get(OUTBOX, {"show": show}).text

    assert {status for status in Letter.Status.values if f"Letter {status}<" in page} == expected
    assert "Dear Mair" not in page


@pytest.mark.django_db
def test_each_part_of_the_outbox_says_when_it_is_empty(team):
    for show, words in (
        ("attention", "No letter needs anybody."),
        ("waiting", "No letter is waiting."),
        ("sent", "No letter has been sent yet."),
        ("cancelled", "No letter has been cancelled or left."),
    ):
        assert words in team.get(OUTBOX, {"show": show}).text
    assert "There is no letter to this address." in team.get(OUTBOX, {"to": "a\0@b"}).text


@pytest.mark.django_db
def test_all_letters_to_one_address_are_found_in_any_case_of_letters(team):
    letter("1", status="SENT")
    letter("2", status="CANCELLED")
    letter("3", to="alun@example.org")
    page = team.get(OUTBOX, {"to": " Mair@Example.ORG "}).text

    assert [f"Letter {key}<" in page for key in "123"] == [True, True, False]


@pytest.mark.django_db
def test_a_long_outbox_is_paged_and_shows_each_letter_once(team):
    now = timezone.now()
    for number in range(120):
        # Several are due at one moment, as after a decision on many.
        letter(f"{number:03}", status="SENT", due_at=now - datetime.timedelta(hours=number // 7))
    seen, after = [], ""
    while True:
        page = running.outbox("sent", to="", after=after, limit=50)
        seen.append([one.pk for one in page.rows])
        after = page.older
        if not after:
            break

    assert [len(one) for one in seen] == [50, 50, 20]
    assert len({pk for one in seen for pk in one}) == 120
    older = running.outbox("sent", to="", after="", limit=50).older
    assert 'rel="prev"' not in team.get(OUTBOX, {"show": "sent"}).text
    assert "Newest</a>" in team.get(OUTBOX, {"show": "sent", "after": older}).text
    last = running.outbox("sent", to="", after=f"{now:%Y}-01-01T00:00:00Z,1", limit=50)
    assert last.rows == []
    answer = team.get(OUTBOX, {"show": "sent", "after": "2000-01-01T00:00:00Z,1"}).text
    assert "There is nothing older." in answer


@pytest.mark.django_db
@pytest.mark.parametrize("after", ["x", "2026-13-01,1", "2026-01-01T00:00:00,1", "2026-01-01,x"])
def test_a_cursor_that_is_none_shows_the_newest(after):
    letter("1", status="SENT")

    assert len(running.outbox("sent", to="", after=after, limit=5).rows) == 1


@pytest.mark.django_db
def test_the_outbox_asks_as_often_for_three_letters_as_for_one(team, django_assert_num_queries):
    for keys in ("1", "23"):
        for key in keys:
            letter(key, status="SENT")
        with django_assert_num_queries(7):
            team.get(OUTBOX, {"show": "sent"})


def read(one, team):
    return team.get(reverse("core:letter", args=[one.pk])).text


@pytest.mark.django_db
def test_a_letter_shows_what_became_of_it(team):
    sent = letter("1", status="SENT", sent_at=timezone.now(), tries=2)
    waiting = letter("2", problem="The mail server could not be reached.", tries=1)
    gone = letter("3", kind="no.more", body="", status="SENT", sent_at=timezone.now())

    assert "Dear Mair,<br>welcome." in read(sent, team)
    assert "Code to sign in" in read(sent, team)
    assert "Send it again" not in read(sent, team)
    assert "The mail server could not be reached." in read(waiting, team)
    assert "the words of this letter are no longer kept" in read(gone, team)
    assert "A kind there is no more" in read(gone, team)
    assert team.get(f"{OUTBOX}999/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("UNSURE", "Sent again, it may reach them twice."),
        ("FAILED", "it is tried eight times more"),
    ],
)
def test_the_team_sends_a_letter_again(team, django_capture_on_commit_callbacks, status, words):
    one = letter(status=status, tries=8, problem="Silence.", claimed_at=timezone.now())
    assert words in read(one, team)
    with django_capture_on_commit_callbacks(execute=True):
        answer = team.post(reverse("core:send_again", args=[one.pk]), follow=True)
    one.refresh_from_db()

    assert "The letter is in the outbox again." in answer.text
    assert (one.status, one.tries, one.problem) == ("SENT", 1, "")
    assert len(mail.outbox) == 1
    assert AuditEntry.objects.get().action == "core.letter_waiting"


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["UNSURE", "FAILED"])
def test_the_team_leaves_a_letter_as_it_is_and_its_problem_stays(team, status):
    one = letter(status=status, problem="Silence.")
    answer = team.post(reverse("core:leave_letter", args=[one.pk]), follow=True)
    one.refresh_from_db()

    assert "The letter is left as it is." in answer.text
    assert (one.status, one.problem) == ("CANCELLED", "Silence.")
    assert AuditEntry.objects.get().action == "core.letter_cancelled"


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["WAITING", "CLAIMED", "SENT", "CANCELLED"])
@pytest.mark.parametrize("step", ["core:send_again", "core:leave_letter"])
def test_a_letter_in_another_state_is_neither_sent_again_nor_left(team, status, step):
    one = letter(status=status)
    answer = team.post(reverse(step, args=[one.pk]), follow=True)

    assert running.letter(one.pk).status == status
    assert AuditEntry.objects.count() == 0
    assert LETTER.refusals[status] in answer.text


@pytest.mark.django_db
def test_a_letter_whose_words_are_gone_cannot_be_sent_again(team):
    one = letter(status="FAILED", body="")
    answer = team.post(reverse("core:send_again", args=[one.pk]), follow=True)

    assert outbox.FORGOTTEN in answer.text
    assert team.post(f"{OUTBOX}999/again/").status_code == 404
