import pytest

from commonweal.core.errors import Refused
from commonweal.core.models import RoleGrant, User
from commonweal.home.demo.afresh import demo_account
from commonweal.home.demo_accounts import NAMES, ensure_demo_accounts

pytestmark = pytest.mark.django_db


def test_the_demo_has_one_account_for_each_role(settings):
    settings.DEMO = True

    ensure_demo_accounts()
    accounts = ensure_demo_accounts()

    assert list(accounts) == list(NAMES)
    assert sorted(User.objects.values_list("email", flat=True)) == sorted(
        f"{who}@demo.invalid" for who in NAMES
    )
    assert sorted(RoleGrant.objects.values_list("role", "scope")) == [
        ("ASSESSOR", ""),
        ("CONVENOR", ""),
        ("EVALUATOR", ""),
        ("PARTNER", "nation:scotland"),
        ("STEWARD", ""),
        ("TEAM", ""),
    ]


@pytest.mark.parametrize("make", [ensure_demo_accounts, lambda: demo_account("team")])
def test_without_the_demo_nobody_gets_a_demo_account(settings, make):
    settings.DEMO = False

    with pytest.raises(Refused, match="only while the demo is on"):
        make()

    assert not User.objects.exists()


def test_the_demo_knows_its_roles_alone(settings):
    settings.DEMO = True

    with pytest.raises(Refused, match="no such role"):
        demo_account("superuser")
