from django.urls import include, path

from commonweal.core.admin import site as administration

urlpatterns = [
    path("", include("commonweal.core.urls")),
    path("", include("commonweal.home.urls")),
    path("", include("commonweal.engagement.urls")),
    path("", include("commonweal.members.urls")),
    path("", include("commonweal.impact.urls")),
    path("", include("commonweal.equalities.urls")),
    path("", include("commonweal.joining.urls")),
    path("", include("commonweal.belonging.urls")),
    path("", include("commonweal.stewardship.urls")),
    path("account/", include("allauth.urls")),
    path("admin/", administration.urls),
]
