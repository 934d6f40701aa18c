"""Stewards see who waits until when, note what came by other ways, and answer it."""

import datetime
import zipfile
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone

from commonweal.core.models import AuditEntry, Letter, User
from commonweal.equalities import services as equalities
from commonweal.equalities.models import ReadEntry
from commonweal.stewardship.models import DataRequest
from tests.factories import MemberFactory, UserFactory
from tests.factories.joining import ApplicationFactory, InvitationFactory
from tests.stewardship.signing import fresh

pytestmark = pytest.mark.django_db
LIST, NEW = "/desk/requests/", "/desk/requests/new/"


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.VAR = tmp_path


@pytest.fixture
def steward(client_as):
    return fresh(client_as("steward").user)


@pytest.fixture
def me():
    user = UserFactory(email="mair@example.org", password="!")
    return fresh(MemberFactory(name="Mair Owen", user=user).user)


def wish(client, reason="I have moved on."):
    client.post(reverse("stewardship:ask_for_erasure"), {"reason": reason})
    return DataRequest.objects.get()


def address(name, request):
    return reverse(f"stewardship:{name}", args=[request.pk])


def test_somebody_asks_to_be_erased_and_a_steward_reads_it(me, steward):
    asked = wish(me)
    mine, listed = me.get("/account/data/").text, steward.get(LIST).text
    page = steward.get(address("request", asked)).text

    assert "You asked to be erased on" in mine
    assert "Mair Owen" in listed
    assert "I have moved on." in page
    assert Letter.objects.get().kind == "stewardship.erasure_asked"
    assert Letter.objects.get().to == "mair@example.org"


def test_they_can_take_it_back_until_it_is_answered(me, steward):
    asked = wish(me)
    me.post(address("take_back", asked))
    asked.refresh_from_db()
    late = steward.post(address("erase", asked), {"typed": "mair@example.org"})

    assert asked.status == "TAKEN_BACK"
    assert late.status_code == 404
    assert User.objects.filter(email="mair@example.org").exists()


def test_nobody_takes_back_what_others_asked(me, client_as):
    asked = wish(me)
    other = fresh(client_as("member").user)

    assert other.post(address("take_back", asked)).status_code == 404


def test_asking_twice_is_asking_once(me):
    wish(me)

    assert (
        "This was asked for already"
        in me.post(reverse("stewardship:ask_for_erasure"), {}, follow=True).text
    )
    assert DataRequest.objects.count() == 1


def test_who_is_overdue_is_marked(me, steward):
    asked = wish(me)
    before = steward.get(LIST).text
    DataRequest.objects.update(due_on=timezone.localdate() - datetime.timedelta(days=1))

    assert "Overdue" not in before
    assert "Overdue" in steward.get(LIST).text
    assert "Overdue" in steward.get(address("request", asked)).text


def test_erasing_asks_for_the_address_once_more(me, steward):
    asked = wish(me)
    page = steward.get(address("erase", asked)).text
    wrong = steward.post(address("erase", asked), {"typed": "mair@example.com"}).text
    asked.refresh_from_db()

    assert "Your membership and profile (1)" in page
    assert "What stays as it is" in page
    assert "Type mair@example.org" in wrong
    assert asked.status == "ASKED"


def test_erasing_is_done_at_once_and_told(me, steward):
    asked = wish(me)
    done = steward.post(address("erase", asked), {"typed": " Mair@example.org "}, follow=True)

    assert "They are erased" in done.text
    assert "Somebody who was erased" in done.text
    assert "remove" in done.text
    assert not User.objects.filter(email="mair@example.org").exists()
    assert me.get("/account/").status_code == 302
    assert Letter.objects.get(kind="stewardship.erased").to == "mair@example.org"


def test_somebody_with_an_office_is_told_why_they_stay(client_as, steward):
    team = fresh(client_as("team").user)
    page = team.get(reverse("stewardship:ask_for_erasure")).text
    asked = wish(team)

    refused = steward.post(address("erase", asked), {"typed": team.user.email}).text

    assert "You look after others here" in page
    assert "This person holds the role of team. End the role first" in refused


def test_a_refusal_is_told_with_its_reason(me, steward):
    asked = wish(me)
    empty = steward.post(address("refuse", asked), {}).text
    steward.post(address("refuse", asked), {"why": "A claim is open until May."})
    letter = Letter.objects.get(kind="stewardship.erasure_refused")

    assert "Say why" in empty
    assert "A claim is open until May." in letter.body
    assert "A claim is open until May." in me.get("/account/data/").text
    assert "A claim" not in str(AuditEntry.objects.values_list("detail", flat=True))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("mair", "Mair Owen"),
        ("invited@", "Iris Invited"),
        ("applicant", "Ada Applicant"),
        ("imported", "Imported Without"),
        ("guest@", "guest@example.org"),
        ("%", "Type at least two letters"),
        ("nobody at all", "Nobody found"),
    ],
)
def test_people_are_found_with_and_without_an_account(me, steward, text, found):
    InvitationFactory(email="invited@example.org", name="Iris Invited")
    ApplicationFactory(email="applicant@example.org", name="Ada Applicant")
    MemberFactory(name="Imported Without", user=None)
    UserFactory(email="guest@example.org", name="")

    assert found in steward.get(NEW, {"q": text}).text


def test_somebody_with_many_records_is_found_once(me, steward):
    ApplicationFactory(email="mair@example.org", name="Mair Owen")
    InvitationFactory(email="mair@example.org", name="Mair Owen")

    assert steward.get(NEW, {"q": "mair"}).text.count("?who=") == 1


def test_a_copy_for_an_applicant_by_telephone(steward, django_capture_on_commit_callbacks):
    one = ApplicationFactory(email="ada@example.org", name="Ada Applicant", status="SENT")
    equalities.ask(f"application:{one.ref}", nation="nation:wales")
    key = f"{NEW}?who=email:ada@example.org"

    empty = steward.post(key, {}).text
    with django_capture_on_commit_callbacks(execute=True):
        made = steward.post(key, {"kind": "ACCESS", "reason": "By telephone; called back."})
    copy = DataRequest.objects.get()
    file = steward.get(address("request_file", copy))
    said = zipfile.ZipFile(BytesIO(file.getvalue())).read("index.html").decode()

    assert "Say how they asked" in empty
    assert made.url == address("request", copy)
    assert "Ada Applicant" in said
    assert {one.by for one in ReadEntry.objects.all()} == {steward.user}
    assert not Letter.objects.exists()


def test_a_copy_a_steward_had_made_is_not_on_the_persons_own_page(
    me, steward, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        steward.post(f"{NEW}?who=user:{me.user.pk}", {"kind": "ACCESS", "reason": "Court order"})

    assert "Your copy is ready" not in me.get("/account/data/").text
    copy = DataRequest.objects.get()
    assert me.get(address("my_copy_file", copy)).status_code == 404


@pytest.fixture
def ready(django_capture_on_commit_callbacks):
    """Have a copy made for somebody with equalities answers, by themselves or by a steward."""

    def made(me, by):
        equalities.ask(f"member:{me.user.member.ref}", nation="nation:wales")
        with django_capture_on_commit_callbacks(execute=True):
            if by is me:
                me.post(reverse("stewardship:ask_for_copy"))
            else:
                by.post(f"{NEW}?who=user:{me.user.pk}", {"kind": "ACCESS", "reason": "By letter"})
        return DataRequest.objects.latest("pk")

    return made


def test_a_copy_somebody_asked_for_themselves_is_for_them_alone(me, steward, ready):
    copy = ready(me, by=me)
    page = steward.get(address("request", copy)).text
    file = steward.get(address("request_file", copy), follow=True)
    copy.refresh_from_db()

    assert "The copy was made for them" in page
    assert address("request_file", copy) not in page
    assert "This copy was made for somebody else" in file.text
    assert "Content-Disposition" not in file
    assert copy.fetched_at is None
    assert not AuditEntry.objects.filter(action="stewardship.copy_fetched").exists()


def test_a_steward_has_no_copy_that_another_steward_asked_for(me, steward, ready, client_as):
    copy = ready(me, by=steward)
    other = fresh(client_as("steward").user)
    page = other.get(address("request", copy)).text
    file = other.get(address("request_file", copy), follow=True)

    assert f"The copy was made for {steward.user}" in page
    assert "This copy was made for somebody else" in file.text
    assert other.get(LIST).status_code == 200


def test_each_time_a_steward_takes_equalities_answers_away_is_in_the_log_of_reads(
    me, steward, ready
):
    copy = ready(me, by=steward)
    made = ReadEntry.objects.count()
    for _ in range(2):
        steward.get(address("request_file", copy)).getvalue()
    taken = ReadEntry.objects.order_by("pk")[made:]

    assert made == 1
    assert [(one.by, one.why, one.case) for one in taken] == [
        (steward.user, "ARCHIVE", f"Request {copy.pk}")
    ] * 2
    assert {one.whose for one in taken} == {ReadEntry.objects.earliest("pk").whose}
    assert AuditEntry.objects.filter(action="stewardship.copy_fetched").count() == 2


def test_taking_ones_own_copy_away_is_no_read_by_others(me, ready):
    copy = ready(me, by=me)
    made = ReadEntry.objects.count()
    me.get(address("my_copy_file", copy)).getvalue()

    assert ReadEntry.objects.count() == made


@pytest.mark.parametrize("who", ["user:0", "user:x", "member:", "email:no@example.org", "x", "\0"])
def test_a_person_nobody_knows_is_looked_for_again(steward, who):
    page = steward.get(NEW, {"who": who}).text

    assert "There is nothing about that person here" in page


@pytest.mark.parametrize("role", ["member", "partner", "evaluator", "team"])
def test_stewards_alone_see_requests(me, client_as, role):
    asked = wish(me)
    other = fresh(client_as(role).user)

    for name in ("request", "erase", "refuse"):
        assert other.get(address(name, asked)).status_code == 403
    assert other.get(LIST).status_code == 403


def test_the_list_asks_as_often_for_many_as_for_one(steward, django_assert_max_num_queries):
    def queries():
        with django_assert_max_num_queries(40) as counted:
            steward.get(LIST)
        return len(counted)

    def add(number):
        for _ in range(number):
            user = MemberFactory().user
            values = {"kind": "ERASURE", "user": user, "asked_by": user, "due_on": "2030-01-01"}
            DataRequest.objects.create(status="ASKED", **values)
            DataRequest.objects.create(status="DONE", **values)

    add(1)
    first = queries()
    add(2)

    assert queries() == first


def test_the_list_goes_on_where_it_stopped(steward):
    rows = [
        DataRequest(kind="ERASURE", status="DONE", due_on="2030-01-01", name=f"Person {number:02}")
        for number in range(31)
    ]
    DataRequest.objects.bulk_create(rows)
    first = steward.get(LIST).text
    last = DataRequest.objects.order_by("-pk")[29].pk

    assert ("Person 01." in first, "Person 00." in first) == (True, False)
    assert "Person 00." in steward.get(LIST, {"before": last}).text
    assert steward.get(LIST, {"before": "x"}).status_code == 200
