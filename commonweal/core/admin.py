"""The administration: every table for the team, each change in the audit log, nothing in bulk."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.views import LogoutView, redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.views.generic import RedirectView

from commonweal.core import audit, hiding
from commonweal.core.models import AuditEntry, FileJob, RoleGrant, User
from commonweal.core.rules import USE_ADMIN


class Site(admin.AdminSite):
    """Open to the team and to superusers, who sign in where everybody does."""

    site_header = "Administration"
    site_title = "Administration"
    index_title = "Tables"
    enable_nav_sidebar = False

    def each_context(self, request: Any) -> dict[str, Any]:
        """What every page of it says: in the demo, that nobody in it exists."""
        context: dict[str, Any] = super().each_context(request)
        if settings.DEMO:
            context["site_header"] = "Administration. Demo: everything here is invented"
        return context

    def has_permission(self, request: Any) -> bool:
        return bool(request.user.is_active and request.user.has_perm(USE_ADMIN))

    def login(self, request: Any, extra_context: Any = None) -> Any:
        """Send whoever is not signed in to the sign-in page, and refuse whoever is."""
        if self.has_permission(request):
            return RedirectView.as_view(pattern_name="admin:index")(request)
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    def logout(self, request: Any, extra_context: Any = None) -> Any:
        return LogoutView.as_view(next_page="/")(request)

    def password_change(self, request: Any, extra_context: Any = None) -> Any:
        return RedirectView.as_view(pattern_name="account_change_password")(request)


site = Site()


class Audited(admin.ModelAdmin):  # type: ignore[type-arg]
    """A table the team may see and change. Adding and removing have pages of their own."""

    may_add = False
    may_change = True
    may_delete = False
    actions = None
    show_full_result_count = False
    list_per_page = 50

    def has_module_permission(self, request: Any) -> bool:
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request: Any, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request: Any) -> bool:
        return self.may_add and self.admin_site.has_permission(request)

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return self.may_change and self.admin_site.has_permission(request)

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return self.may_delete and self.admin_site.has_permission(request)

    def log_addition(self, request: Any, obj: Model, message: Any) -> Any:
        audit.record("admin.add", by=request.user, on=obj)
        return super().log_addition(request, obj, message)

    def log_change(self, request: Any, obj: Model, message: Any) -> Any:
        if message:
            audit.record("admin.change", by=request.user, on=obj, fields=fields_named(message))
        return super().log_change(request, obj, message)

    def log_deletions(self, request: Any, queryset: QuerySet[Any]) -> Any:
        for obj in queryset:
            audit.record("admin.delete", by=request.user, on=obj, name=str(obj))
        return super().log_deletions(request, queryset)


def fields_named(message: list[dict[str, dict[str, Any]]]) -> list[str]:
    """The fields, and the rows of other tables, that a change touched."""
    named: list[str] = []
    for change in message:
        for what in change.values():
            named += what.get("fields", [])
            if "object" in what:
                named.append(f"{what['name']}: {what['object']}")
    return named


class ReadOnly(Audited):
    """A table that only the code of the community writes."""

    may_change = False


class Inline(admin.TabularInline):  # type: ignore[type-arg]
    """Rows that belong to one row of an audited table, with the same rights."""

    extra = 1

    def has_view_permission(self, request: Any, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request)

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission


@admin.register(User, site=site)
class UserAdmin(Audited):
    list_display = ("email", "name", "is_active", "joined_at")
    list_filter = ("is_active",)
    search_fields = ("email", "name")
    ordering = ("email",)
    fields = ("email", "name", "is_active", "joined_at", "last_login")

    def lookup_allowed(self, lookup: str, value: Any, request: Any) -> bool:
        """Nobody guesses a stored password letter by letter, by filtering the list."""
        if lookup.startswith("password"):
            return False
        return bool(super().lookup_allowed(lookup, value, request))

    def get_readonly_fields(self, request: Any, obj: Any = None) -> tuple[str, ...]:
        """Addresses change where they are confirmed, and nobody closes their own account here."""
        own = ("is_active",) if obj == request.user else ()
        return ("email", "joined_at", "last_login", *own)


@admin.register(RoleGrant, site=site)
class RoleGrantAdmin(ReadOnly):
    list_display = ("user", "role", "scope", "granted_by", "granted_at", "ended_at")
    list_filter = ("role",)
    list_select_related = ("user", "granted_by")
    search_fields = ("user__email", "user__name")
    ordering = ("-granted_at", "-pk")


@admin.register(AuditEntry, site=site)
class AuditEntryAdmin(ReadOnly):
    list_display = ("at", "action", "actor", "target")
    list_select_related = ("actor",)
    search_fields = ("action", "target", "actor__email")
    ordering = ("-at", "-pk")

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        """Without what a conflict of interest keeps from its reader."""
        return hiding.entries_for(request.user, super().get_queryset(request))


@admin.register(FileJob, site=site)
class FileJobAdmin(ReadOnly):
    list_display = ("created_at", "kind", "file_name", "status", "done", "total", "by")
    list_filter = ("kind", "status")
    list_select_related = ("by",)
    ordering = ("-created_at", "-pk")
