import pytest

from commonweal.equalities import services
from tests.factories import MemberFactory, UserFactory

APPLICANT = "application:ab12cd34ef56ab78"


@pytest.fixture
def applicant(client):
    """A browser in which an application from Wales was just sent."""
    services.ask(APPLICANT, nation="nation:wales")
    session = client.session
    session["equalities_subject"] = APPLICANT
    session.save()
    return client


@pytest.fixture
def welsh(client_of):
    """A member in Wales, signed in, who was never asked; `client.subject` is their name here."""
    user = UserFactory()
    member = MemberFactory(user=user, nation_id="nation:wales")
    client = client_of(user)
    client.subject = f"member:{member.ref}"
    return client


@pytest.fixture
def steward(client_as):
    return client_as("steward")
