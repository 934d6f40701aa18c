import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.management import CommandError, call_command
from django.urls import reverse

from commonweal.core.models import AuditEntry

pytestmark = pytest.mark.django_db


def test_somebody_who_lost_their_second_step_starts_anew(team, capsys):
    UserSession.objects.create(
        user=team.user, ip="127.0.0.1", session_key=team.session.session_key, user_agent="x"
    )
    call_command("forget_second_step", team.user.email.upper())

    assert "has no second step now" in capsys.readouterr().out
    assert not Authenticator.objects.filter(user=team.user).exists()
    assert team.get(reverse("core:account")).url.startswith("/account/login/")
    assert AuditEntry.objects.get().action == "core.forget_second_step"


def test_nobody_is_made_up():
    with pytest.raises(CommandError, match="no open account"):
        call_command("forget_second_step", "nobody@example.org")
