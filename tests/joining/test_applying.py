"""Applying from the first page to the last, as somebody whom nobody knows yet."""

import re

import pytest

from commonweal.core.models import Letter
from commonweal.joining.models import Application, Status
from commonweal.members.models import Term
from tests.factories.joining import EligibilityGroupFactory, WaveFactory

pytestmark = pytest.mark.django_db


def link_in(letter):
    return re.search(r"http\S+(/join/links/\S+/)", letter.body)[1]


def newest(kind):
    return Letter.objects.filter(kind=kind).order_by("-pk").first()


@pytest.fixture
def wave():
    return WaveFactory(name="Spring wave")


@pytest.fixture
def group():
    return EligibilityGroupFactory(key="staff", label="People who work in care")


def test_somebody_applies_from_the_first_page_to_the_last(visitor, wave, group):
    visitor.get("/join/")
    page = visitor.get("/join/check/", {"asked": "1", "nation": "nation:wales"})
    assert "Which of these describes you best?" in page.text
    page = visitor.get("/join/check/", {"nation": "nation:wales", "group": "staff"})
    assert "Spring wave" in page.text
    page = visitor.get(f"/join/waves/{wave.ref}/?nation=nation:wales&group=staff")
    start = re.search(r'href="(/join/waves/[^"]+start/[^"]*)"', page.text)[1].replace("&amp;", "&")
    visitor.get(start)

    page = visitor.post(start, {"email": "Nia@Example.org"}, follow=True)
    application = Application.objects.get()
    here = f"/join/applications/{application.ref}/"
    assert page.redirect_chain[-1][0] == here
    assert application.nation_id == "nation:wales"
    assert application.group == group
    visitor.get(here)
    page = visitor.post(f"{here}parts/name/", {"name": "Nia Rees"})
    assert page.url == f"{here}parts/work/"
    visitor.post(f"{here}parts/work/", {"role_title": "Porter"})
    visitor.post(f"{here}parts/place/", {"nation": "nation:wales", "region": "Gwent"})
    visitor.post(f"{here}parts/group/", {"group": "staff"})
    for question in application.question_set.questions.all():
        address = f"{here}parts/question-{question.key}/"
        assert question.label in visitor.get(address).text
        page = visitor.post(address, {"answer": f"About {question.key}."})
    assert page.url == f"{here}send/"
    page = visitor.post(f"{here}send/", {"declared": "on"})
    assert "Confirm your e-mail address first" in page.text

    token = link_in(newest("joining.way_back"))
    assert "Open my application" in visitor.get(token).text
    assert visitor.post(token, {"choice": "open"}).url == here
    assert "Read it over" in visitor.get(f"{here}send/").text
    page = visitor.post(f"{here}send/", {"declared": "on"})

    assert page.url == f"{here}sent/"
    application.refresh_from_db()
    assert application.status == Status.SENT
    assert application.email == "nia@example.org"
    assert Term.objects.get(key="nation:wales") == application.nation
    copy = newest("joining.copy")
    assert copy.to == "nia@example.org"
    assert "About " in copy.body
    assert "We have your application" in visitor.get(here).text
    assert visitor.session["equalities_subject"] == f"application:{application.ref}"
