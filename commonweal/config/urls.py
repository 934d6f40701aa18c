from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("commonweal.core.urls")),
    path("", include("commonweal.home.urls")),
    path("", include("commonweal.members.urls")),
    path("", include("commonweal.impact.urls")),
    path("account/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
