"""Who may set up waves, read applications and decide them."""

from typing import Any

import rules
from allauth.account.models import EmailAddress

from commonweal.core.models import Role
from commonweal.core.rules import grants_of, is_team
from commonweal.joining.models import Application, Wave


@rules.predicate
def is_partner_of(user: Any, wave: Wave | None = None) -> bool:
    """Leads this wave as the partner of its nation. A partner without a nation leads none."""
    return wave is not None and (Role.PARTNER.value, wave.partner_id) in grants_of(user)


@rules.predicate
def is_partner_somewhere(user: Any) -> bool:
    """A partner of some nation, whose waves they may read."""
    return any(role == Role.PARTNER and scope for role, scope in grants_of(user))


@rules.predicate
def is_reader_of(user: Any, wave: Wave | None = None) -> bool:
    """An assessor asked to read applications of this wave."""
    return wave is not None and (Role.ASSESSOR.value, wave.scope) in grants_of(user)


@rules.predicate
def is_reader_somewhere(user: Any) -> bool:
    return any(
        role == Role.ASSESSOR and scope.startswith("wave:") for role, scope in grants_of(user)
    )


@rules.predicate
def has_conflict(user: Any, application: Application | None = None) -> bool:
    """Has a conflict of interest with this application: declared, found, or by where they work."""
    if application is None:
        return False
    noted = application.conflicts.filter(user=user.pk).exists()
    return bool(noted or shares_organisation(user, application))


def shares_organisation(user: Any, application: Application) -> bool:
    """Whether they are a member who works where the applicant does."""
    member = getattr(user, "member", None)
    works = member.organisation_id if member else None
    return bool(works is not None and works == application.organisation_id)


@rules.predicate
def is_own_application(user: Any, application: Application | None = None) -> bool:
    """Wrote it, by account or by any address they have confirmed."""
    if application is None:
        return False
    written = application.email.lower()
    if application.user_id == user.pk or written == getattr(user, "email", "").lower():
        return True
    owned = EmailAddress.objects.filter(user=user.pk, verified=True, email__iexact=written)
    return bool(owned.exists())


@rules.predicate
def leads_its_wave(user: Any, application: Application | None = None) -> bool:
    """Of the team, or the partner of the wave."""
    if application is None:
        return False
    return bool(is_team(user) or is_partner_of(user, application.wave))


@rules.predicate
def is_assigned(user: Any, application: Application | None = None) -> bool:
    """Was asked to read this very application, and still reads for its wave."""
    if application is None:
        return False
    may = is_team(user) or is_partner_of(user, application.wave)
    may = may or is_reader_of(user, application.wave)
    return bool(may and application.readings.filter(reader=user.pk).exists())


RUN_WAVES = "joining.run_waves"
SEE_QUEUES = "joining.see_queues"
SEE_WAVE = "joining.see_wave"
LEAD_WAVE = "joining.lead_wave"
READ_APPLICATION = "joining.read_application"
DECIDE_APPLICATION = "joining.decide_application"
DECIDE_EARLY = "joining.decide_early"

rules.add_perm(RUN_WAVES, is_team)
# The page of all queues one may see; each shows only what SEE_WAVE lets through.
rules.add_perm(SEE_QUEUES, is_team | is_partner_somewhere | is_reader_somewhere)
rules.add_perm(SEE_WAVE, is_team | is_partner_of | is_reader_of)
rules.add_perm(LEAD_WAVE, is_team | is_partner_of)
rules.add_perm(
    READ_APPLICATION, (leads_its_wave | is_assigned) & ~has_conflict & ~is_own_application
)
rules.add_perm(DECIDE_APPLICATION, leads_its_wave & ~has_conflict & ~is_own_application)
# Before enough people have read it; with a reason that is kept.
rules.add_perm(DECIDE_EARLY, is_team)
