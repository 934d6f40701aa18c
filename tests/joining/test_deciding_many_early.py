"""Deciding several before all have read them: said beforehand, and possible with a reason."""

import pytest
from django.urls import reverse

from commonweal.joining.models import Decision, Status
from tests.factories.joining import ApplicationFactory
from tests.joining.deciding import partner_of, team_member, wave_with

pytestmark = pytest.mark.django_db
WORDS = {"outcome": "ADMIT", "reason": "Welcome."}


@pytest.fixture
def waiting():
    wave = wave_with(partner_id="nation:wales")
    return wave, [ApplicationFactory(wave=wave, status=Status.SENT) for _ in range(2)]


def sent(client, wave, applications, **more):
    picks = {"pick": [one.ref for one in applications]}
    return client.post(reverse("joining:decide_many", args=[wave.ref]), {**picks, **WORDS, **more})


def test_the_summary_says_what_would_stay_undecided_and_keeps_what_was_typed(client_of, waiting):
    wave, applications = waiting
    text = sent(client_of(partner_of("nation:wales")), wave, applications).text

    assert text.count("Stays undecided") == 2
    assert "None of these can be decided as it stands" in text
    assert 'value="Welcome."' in text
    assert "Confirm" not in text
    assert not Decision.objects.exists()


def test_the_team_may_say_why_it_decides_early(client_of, waiting):
    wave, applications = waiting
    team = client_of(team_member())
    assert "Stays undecided" not in sent(team, wave, applications, early="We know them.").text
    assert not Decision.objects.exists()

    sent(team, wave, applications, early="We know them.", confirm="yes")

    assert list(Decision.objects.values_list("early", flat=True)) == ["We know them."] * 2


def test_a_partner_cannot(client_of, waiting):
    wave, applications = waiting
    partner = client_of(partner_of("nation:wales"))
    sent(partner, wave, applications, early="We know them.", confirm="yes")

    assert not Decision.objects.exists()
