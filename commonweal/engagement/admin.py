from django.contrib import admin

from commonweal.core.admin import ReadOnly, site
from commonweal.engagement.models import Participation


@admin.register(Participation, site=site)
class ParticipationAdmin(ReadOnly):
    """The ledger. Rows are never changed, so the page offers no way to."""

    list_display = ("day", "member", "offer", "part", "mode", "what")
    list_filter = ("offer", "mode")
    list_select_related = ("member",)
    search_fields = ("member__name", "key")
    ordering = ("-pk",)
