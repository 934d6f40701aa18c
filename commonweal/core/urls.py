from django.urls import path, re_path

from commonweal.core.views import account, brand, roles

app_name = "core"
urlpatterns = [
    path("brand.css", brand.brand_css, name="brand"),
    re_path(r"^brand/(?P<name>logo|typeface\.woff2)$", brand.brand_file, name="brand_file"),
    path("appearance/", brand.appearance, name="appearance"),
    path("account/", account.show, name="account"),
    path("account/name/", account.name, name="name"),
    path("account/sessions/<int:pk>/end/", account.end_session, name="end_session"),
    path("desk/roles/", roles.show, name="roles"),
    path("desk/roles/<int:pk>/end/", roles.end, name="end_role"),
]
