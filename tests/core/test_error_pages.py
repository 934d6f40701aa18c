import pytest
from django.test import Client
from django.urls import reverse
from django.views.defaults import bad_request, server_error

pytestmark = pytest.mark.django_db


def test_a_wrong_address_shows_ways_on(client):
    response = client.get("/nothing-here/")
    assert response.status_code == 404
    assert "There is no page at this address" in response.text
    assert "team@example.org" in response.text


def test_a_closed_door_says_who_you_are_and_whom_to_ask(guest):
    response = guest.get(reverse("home:desk"))
    assert response.status_code == 403
    assert "You are signed in as Any Guest" in response.text


def test_a_forged_or_stale_form_changes_nothing_and_says_so():
    response = Client(enforce_csrf_checks=True).post(reverse("core:appearance"), {"theme": "dark"})
    assert response.status_code == 403
    assert "nothing was changed" in response.text
    assert "theme" not in response.cookies


def test_when_all_fails_the_page_still_stands(rf):
    response = server_error(rf.get("/"))
    assert response.status_code == 500
    assert "It is not your doing" in response.text


def test_an_unreadable_request_gets_a_page(rf):
    response = bad_request(rf.get("/"), Exception())
    assert response.status_code == 400
    assert "nothing was changed" in response.text
