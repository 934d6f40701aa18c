import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.db import models, transaction
from django.utils import timezone

from commonweal.core.admin import Audited, Inline, ReadOnly, site
from commonweal.core.text import fold
from commonweal.members import indexing, queries, seniority, tasks
from commonweal.members.models import (
    Member,
    MemberLink,
    MemberTerm,
    Organisation,
    OrganisationAlias,
    SeniorityRule,
    Term,
)

# What search finds people by.
LABELS = {"label", "label_cy", "label_ga"}


class Terms(Inline):
    model = MemberTerm


class Links(Inline):
    model = MemberLink
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}


class MemberForm(forms.ModelForm):  # type: ignore[type-arg]
    def clean_joined_on(self) -> datetime.date:
        return past(self.cleaned_data["joined_on"])

    def clean_left_on(self) -> datetime.date | None:
        left_on: datetime.date | None = self.cleaned_data["left_on"]
        return past(left_on) if left_on else None


def past(day: datetime.date) -> datetime.date:
    if day > timezone.localdate():
        raise forms.ValidationError("Enter today or a day in the past.")
    return day


@admin.register(Member, site=site)
class MemberAdmin(Audited):
    """Who sees what is for members to say, and seniority for its own page with its rule."""

    form = MemberForm
    list_display = ("name", "role_title", "organisation", "nation", "joined_on", "left_on")
    list_filter = ("nation", "left_reason")
    list_select_related = ("organisation", "nation")
    search_fields = ("sort_name", "external_id", "user__email")
    ordering = ("sort_name", "pk")
    raw_id_fields = ("user", "organisation")
    readonly_fields = (
        "ref",
        "photo",
        "visibility",
        "seniority",
        "seniority_rule",
        "seniority_corrected_by",
        "updated_at",
    )
    inlines = (Terms, Links)

    def save_model(self, request: Any, obj: Member, form: Any, change: bool) -> None:
        obj.sort_name = fold(obj.name)
        if "role_title" in form.changed_data and not seniority.is_corrected(obj):
            seniority.set_estimate(obj, queries.seniority_rules())
        super().save_model(request, obj, form, change)

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        indexing.index_member(form.instance)


class AliasForm(forms.ModelForm):  # type: ignore[type-arg]
    def clean_name(self) -> str:
        """The name, which no other organisation goes by."""
        name: str = self.cleaned_data["name"]
        self.instance.sort_name = fold(name)
        taken = OrganisationAlias.objects.filter(sort_name=self.instance.sort_name)
        if taken.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("An organisation goes by this name already.")
        return name


class Aliases(Inline):
    model = OrganisationAlias
    form = AliasForm


@admin.register(Organisation, site=site)
class OrganisationAdmin(Audited):
    may_add = True
    list_display = ("name", "code", "type", "nation", "region", "closed_on")
    list_filter = ("nation", "type")
    list_select_related = ("type", "nation")
    search_fields = ("sort_name", "code", "aliases__sort_name")
    ordering = ("sort_name", "pk")
    raw_id_fields = ("parent",)
    inlines = (Aliases,)

    def save_model(self, request: Any, obj: Organisation, form: Any, change: bool) -> None:
        obj.sort_name = fold(obj.name)
        super().save_model(request, obj, form, change)

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        indexing.index_organisations([form.instance.pk])


@admin.register(Term, site=site)
class TermAdmin(Audited):
    """Words are retired, not removed: old records and figures still use them."""

    may_add = True
    list_display = ("key", "label", "label_cy", "label_ga", "order", "retired")
    list_filter = ("vocabulary", "retired")
    search_fields = ("key", "label", "label_cy", "label_ga")
    ordering = ("vocabulary", "order", "key")

    def get_readonly_fields(self, request: Any, obj: Any = None) -> tuple[str, ...]:
        return ("key", "vocabulary") if obj else ()

    def save_model(self, request: Any, obj: Term, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        # A new word describes nobody yet; a changed one may describe everybody.
        if change and not LABELS.isdisjoint(form.changed_data):
            transaction.on_commit(tasks.reindex.enqueue)


@admin.register(SeniorityRule, site=site)
class SeniorityRuleAdmin(ReadOnly):
    """The published rules. They change with a release, so that everybody's estimate stays alike."""

    list_display = ("order", "because", "pattern", "seniority")
    list_select_related = ("seniority",)
    ordering = ("order",)
