import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_a_chosen_look_stays_on_every_page(client):
    response = client.post(reverse("core:appearance"), {"theme": "dark", "back": "/privacy/"})
    assert response["Location"] == "/privacy/"
    assert 'data-theme="dark"' in client.get("/privacy/").text


def test_as_my_device_forgets_the_choice(client):
    client.post(reverse("core:appearance"), {"theme": "dark"})
    client.post(reverse("core:appearance"), {"theme": ""})
    assert "data-theme" not in client.get("/privacy/").text


@pytest.mark.parametrize("theme", ["neon", "<script>"])
def test_an_unknown_look_is_left_alone(client, theme):
    client.post(reverse("core:appearance"), {"theme": theme})
    assert "data-theme" not in client.get("/privacy/").text


@pytest.mark.parametrize(
    "back", ["https://elsewhere.example/", "//elsewhere.example", "javascript:x"]
)
def test_choosing_a_look_never_leads_away_from_the_site(client, back):
    assert client.post(reverse("core:appearance"), {"back": back})["Location"] == "/"
