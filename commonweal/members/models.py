"""The people of the community, where they work, and the words used to describe both."""

import datetime
import secrets

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language


class Vocabulary(models.TextChoices):
    """The controlled lists. A term's key is `list:code`, so keys are readable in every export."""

    NATION = "nation", "Nation"
    SECTOR = "sector", "Sector"
    ORGANISATION_TYPE = "orgtype", "Organisation type"
    BACKGROUND = "background", "Professional background"
    ROLE_TYPE = "roletype", "Role type"
    SENIORITY = "seniority", "Seniority"
    LEFT_REASON = "left", "Reason for leaving"
    INTEREST = "interest", "Interest"
    SKILL = "skill", "Skill"


class Term(models.Model):
    """One entry of a controlled list, labelled in English and, where known, Welsh and Irish."""

    key = models.CharField(max_length=80, primary_key=True)
    vocabulary = models.CharField(max_length=20, choices=Vocabulary.choices)
    label = models.CharField(max_length=120)
    label_cy = models.CharField("label in Welsh", max_length=120, blank=True)
    label_ga = models.CharField("label in Irish", max_length=120, blank=True)
    broader = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="narrower"
    )
    order = models.PositiveSmallIntegerField(default=0)
    retired = models.BooleanField(
        default=False, help_text="Kept for old records, offered to nobody."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    key__startswith=models.functions.Concat(F("vocabulary"), models.Value(":"))
                ),
                name="a_term_key_names_its_vocabulary",
                violation_error_message=(
                    "Begin the key as the other keys of this list do, "
                    "like skill:coaching or orgtype:charity."
                ),
            )
        ]
        indexes = [models.Index(fields=["vocabulary", "order"], name="terms_in_order")]

    def __str__(self) -> str:
        return self.label_in(get_language() or "en")

    @property
    def code(self) -> str:
        """The part of the key after the list's name: “wales” of “nation:wales”."""
        return self.key.partition(":")[2]

    def label_in(self, language: str) -> str:
        """The label in this language, English where there is none."""
        return {"cy": self.label_cy, "ga": self.label_ga}.get(language[:2], "") or self.label


NOT_CLEAR = "seniority:not-clear"


def term_key(
    vocabulary: Vocabulary, *, blank: bool = True
) -> "models.ForeignKey[Term | None, Term | None]":
    """A foreign key limited to one controlled list."""
    return models.ForeignKey(
        Term,
        models.PROTECT,
        null=blank,
        blank=blank,
        related_name="+",
        limit_choices_to={"vocabulary": vocabulary},
    )


class Organisation(models.Model):
    """Where members work. The code is that of its national register, where it has one."""

    code = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=250)
    sort_name = models.CharField(max_length=250, editable=False)
    type = term_key(Vocabulary.ORGANISATION_TYPE)
    sector = term_key(Vocabulary.SECTOR)
    nation = term_key(Vocabulary.NATION)
    region = models.CharField(max_length=120, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    closed_on = models.DateField(null=True, blank=True)
    external_id = models.CharField(max_length=120, unique=True, null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=~Q(code=""), name="one_organisation_per_code"
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("pk")),
                name="no_organisation_is_its_own_parent",
            ),
        ]
        indexes = [models.Index(fields=["sort_name", "id"], name="organisations_by_name")]

    def __str__(self) -> str:
        return self.name


class OrganisationAlias(models.Model):
    """Another name people and files use for an organisation."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=250)
    sort_name = models.CharField(max_length=250, editable=False, unique=True)

    class Meta:
        verbose_name_plural = "organisation aliases"

    def __str__(self) -> str:
        return self.name


class SeniorityRule(models.Model):
    """A published rule: a role title that matches `pattern` is taken to have this seniority.

    Rules are tried by `order`; the first that matches decides.
    """

    order = models.PositiveSmallIntegerField(unique=True)
    pattern = models.CharField(max_length=300, help_text="A regular expression; case is ignored.")
    seniority = term_key(Vocabulary.SENIORITY, blank=False)
    because = models.CharField(max_length=200, help_text="The rule in words.")

    def __str__(self) -> str:
        return self.because

    @property
    def words(self) -> str:
        """The pattern for people who do not read patterns: “(deputy or vice) chief”."""
        return self.pattern.replace(r"\b", "").replace("|", " or ")


class Audience(models.TextChoices):
    """Who may see one field of a profile."""

    EVERYONE = "EVERYONE", "Everyone"
    MEMBERS = "MEMBERS", "Members"
    NOBODY = "NOBODY", "Only me and the team"


def new_ref() -> str:
    """A short random name for a person's page: it can be neither guessed nor counted up."""
    return secrets.token_hex(5)


class Member(models.Model):
    """Somebody who belongs, or belonged. Only current members are shown to others."""

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="member"
    )
    external_id = models.CharField(max_length=120, unique=True, null=True, blank=True)
    name = models.CharField(max_length=200)
    sort_name = models.CharField(max_length=200, editable=False)
    pronouns = models.CharField(max_length=40, blank=True)
    role_title = models.CharField(max_length=200, blank=True)
    background = term_key(Vocabulary.BACKGROUND)
    clinical = models.BooleanField("primary role is clinical", null=True, blank=True)
    role_type = term_key(Vocabulary.ROLE_TYPE)
    seniority = term_key(Vocabulary.SENIORITY)
    seniority_rule = models.ForeignKey(
        SeniorityRule, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    seniority_corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    sector = term_key(Vocabulary.SECTOR)
    nation = term_key(Vocabulary.NATION)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="members"
    )
    place = models.CharField(max_length=120, blank=True)
    purpose = models.TextField(blank=True)
    offer_note = models.TextField("what I offer", blank=True)
    ask_note = models.TextField("what I ask for", blank=True)
    photo = models.ImageField(upload_to="photos/", blank=True)
    visibility = models.JSONField(default=dict)
    joined_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)
    left_reason = term_key(Vocabulary.LEFT_REASON)
    left_by_themselves = models.BooleanField(default=False)
    paused_on = models.DateField(null=True, blank=True)
    paused_until = models.DateField(null=True, blank=True)
    erased_on = models.DateField(null=True, blank=True)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(paused_until=None) | Q(paused_on__isnull=False),
                name="a_pause_that_ends_has_begun",
            ),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("joined_on")),
                name="nobody_leaves_before_joining",
            ),
            models.CheckConstraint(
                condition=Q(left_on=None, left_reason=None)
                | Q(left_on__isnull=False, left_reason__isnull=False),
                name="leaving_has_a_day_and_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["sort_name", "id"], name="members_by_name"),
            models.Index(fields=["joined_on", "id"], name="members_by_joining"),
            models.Index(fields=["organisation", "sort_name", "ref"], name="members_by_workplace"),
            models.Index(fields=["seniority", "sort_name", "ref"], name="members_by_seniority"),
        ]

    def __str__(self) -> str:
        return self.name

    def is_current(self, on: datetime.date) -> bool:
        return self.joined_on <= on and (self.left_on is None or self.left_on > on)

    def is_paused(self, on: datetime.date) -> bool:
        """Whether they want no mail and no matching on this day. A pause may have no end."""
        return self.paused_on is not None and (self.paused_until is None or self.paused_until > on)


class Absence(models.Model):
    """A time in which somebody did not belong: from the day they left to the day they came back."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="absences")
    left_on = models.DateField()
    back_on = models.DateField()
    left_reason = term_key(Vocabulary.LEFT_REASON, blank=False)
    left_by_themselves = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(back_on__gt=F("left_on")), name="an_absence_lasts_a_day_or_more"
            )
        ]

    def __str__(self) -> str:
        return f"{self.member}, away from {self.left_on} to {self.back_on}"


class MemberTerm(models.Model):
    """Something a member is interested in, is good at, offers, or asks for."""

    class Kind(models.TextChoices):
        INTEREST = "INTEREST", "Interest"
        SKILL = "SKILL", "Skill"
        OFFER = "OFFER", "Offers"
        ASK = "ASK", "Asks for"

    member = models.ForeignKey(Member, models.CASCADE, related_name="terms")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    term = models.ForeignKey(Term, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "kind", "term"], name="a_member_says_each_thing_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.get_kind_display().lower()} {self.term}"


class MemberLink(models.Model):
    """An address on the web where more of a member's work can be seen."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="links")
    label = models.CharField(max_length=80)
    url = models.URLField(max_length=300)

    def __str__(self) -> str:
        return self.label
