"""A link that needs no sign-in is for whoever the letter went to, and for nobody else."""

import json

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from commonweal.core.letters.redacting import INSTEAD, is_secret, redacted
from commonweal.core.models import Letter
from commonweal.core.privacy import archive, people, reading

LINK = "https://commonweal.example.org/join/links/aBc_-123/"
INVITATION = f"{settings.SITE_URL}/join/invitations/xyz-456/"
PLAIN = "https://commonweal.example.org/account/login/"
BODY = f"Open it:\n\n{LINK}\n\nor {INVITATION}. Sign in at {PLAIN}.\n"


def test_secret_links_are_replaced_and_all_others_stay():
    assert redacted(BODY) == f"Open it:\n\n{INSTEAD}\n\nor {INSTEAD}. Sign in at {PLAIN}.\n"
    assert redacted(f"({LINK.rstrip('/')}) {LINK}?a=1#b") == f"({INSTEAD}) {INSTEAD}"
    assert redacted("https:// http://[x https://é/ü?x") == "https:// http://[x https://é/ü?x"


@pytest.mark.parametrize("name", ["joining:link", "joining:invited"])
def test_every_address_with_a_token_is_secret(name):
    assert is_secret(reverse(name, args=["a-token"]))
    assert not is_secret(reverse("joining:about"))


def kept():
    return Letter.objects.create(
        key="1", kind="joining.way_back", to="mair@example.org", subject="Yours", body=BODY
    )


@pytest.mark.django_db
def test_the_team_reads_a_letter_without_the_secret_links(team):
    text = team.get(reverse("core:letter", args=[kept().pk])).text

    assert text.count(INSTEAD) == 2
    assert "aBc_-123" not in text
    assert "xyz-456" not in text
    assert PLAIN in text


@pytest.mark.django_db
def test_an_archive_holds_the_letters_without_the_secret_links():
    kept()
    person = people.Person(user=None, member=None, emails=frozenset({"mair@example.org"}))
    found = reading.parts(person)
    for text in (
        archive.page(found, made_at=timezone.now()),
        json.dumps(json.loads(archive.data(found, made_at=timezone.now())), ensure_ascii=False),
    ):
        assert text.count(INSTEAD) >= 2
        assert "aBc_-123" not in text
        assert "xyz-456" not in text
        assert PLAIN in text
