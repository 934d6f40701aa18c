from django.urls import path, re_path

from commonweal.impact.views import figures, snapshots

app_name = "impact"
urlpatterns = [
    path("figures/", figures.show_all, name="figures"),
    path("figures/<slug:slug>/", figures.show, name="figure"),
    re_path(
        r"^figures/(?P<slug>[a-z0-9-]+)\.(?P<kind>csv|svg|png)$", figures.download, name="download"
    ),
    path("desk/snapshots/", snapshots.show, name="snapshots"),
    path("desk/snapshots/<int:pk>/publish/", snapshots.publish, name="publish"),
]
