"""People and applications of a wave, for the tests of reading and deciding."""

from allauth.mfa.models import Authenticator

from commonweal.core.models import Role
from commonweal.joining.models import Reading, Status
from commonweal.joining.services.deciding import Choice
from commonweal.joining.services.reading import Given, finish_reading
from tests.factories import RoleGrantFactory, UserFactory
from tests.factories.joining import ApplicationFactory, CriterionFactory, WaveFactory

ADMIT = Choice("ADMIT")
WAIT = Choice("WAIT")
REFUSE = Choice("REFUSE", "It is early days.", "An example of your own.")
NOW = Choice("ADMIT", early="The partner knows the work well.")


def with_second_step(user):
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": "JBSWY3DPEHPK3PXP"}
    )
    return user


def team_member(**fields):
    return with_second_step(RoleGrantFactory(user=UserFactory(**fields)).user)


def partner_of(nation, **fields):
    user = UserFactory(**fields)
    return with_second_step(RoleGrantFactory(user=user, role=Role.PARTNER, scope=nation).user)


def reader_of(wave, **fields):
    user = UserFactory(**fields)
    grant = RoleGrantFactory(user=user, role=Role.ASSESSOR, scope=wave.scope)
    return with_second_step(grant.user)


def wave_with(criteria=2, **fields):
    """A wave with criteria called “impact” and “learning”, from 0 to 3."""
    wave = WaveFactory(**fields)
    for order, key in enumerate(["impact", "learning"][:criteria]):
        CriterionFactory(wave=wave, key=key, label=key.capitalize(), order=order)
    return wave


def sent(wave, **fields):
    return ApplicationFactory(wave=wave, status=fields.pop("status", Status.SENT), **fields)


def finish(application, reader, *, values=(2, 3), advice="ADMIT", reason="A clear example."):
    """A finished reading by `reader`, asked for first."""
    Reading.objects.get_or_create(application=application, reader=reader)
    keys = [one.key for one in application.wave.criteria.order_by("order")]
    scores = {key: Given(value, f"Because {key}") for key, value in zip(keys, values, strict=False)}
    return finish_reading(application, by=reader, scores=scores, advice=advice, reason=reason)


def was_read(wave, reader, **fields):
    """An application that one reader has finished."""
    application = sent(wave, status=Status.READING, **fields)
    finish(application, reader)
    return application
