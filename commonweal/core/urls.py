from django.urls import path, re_path

from commonweal.core import views

app_name = "core"
urlpatterns = [
    path("brand.css", views.brand_css, name="brand"),
    re_path(r"^brand/(?P<name>logo|typeface\.woff2)$", views.brand_file, name="brand_file"),
    path("appearance/", views.appearance, name="appearance"),
]
