from django.urls import path, re_path

from commonweal.core.views import account, again, brand, clock, letters, roles

app_name = "core"
urlpatterns = [
    path("brand.css", brand.brand_css, name="brand"),
    re_path(r"^brand/(?P<name>logo|typeface\.woff2)$", brand.brand_file, name="brand_file"),
    path("appearance/", brand.appearance, name="appearance"),
    path("account/", account.show, name="account"),
    path("account/again/", again.show, name="sign_in_again"),
    path("account/name/", account.name, name="name"),
    path("account/sessions/<int:pk>/end/", account.end_session, name="end_session"),
    path("desk/roles/", roles.show, name="roles"),
    path("desk/roles/<int:pk>/end/", roles.end, name="end_role"),
    path("desk/letters/", letters.kinds, name="letters"),
    path("desk/letters/outbox/", letters.outbox, name="outbox"),
    path("desk/letters/outbox/<int:pk>/", letters.letter, name="letter"),
    path("desk/letters/outbox/<int:pk>/again/", letters.again, name="send_again"),
    path("desk/letters/outbox/<int:pk>/leave/", letters.leave, name="leave_letter"),
    path("desk/letters/<str:code>/", letters.kind, name="letter_kind"),
    path("desk/clock/", clock.board, name="clock"),
    path("desk/clock/<str:name>/", clock.job, name="clock_job"),
    path("desk/clock/<str:name>/run/", clock.run, name="run_job"),
]
