from django.conf import settings
from django.urls import path

from commonweal.home.views import demo, desk, front, search, transfer

app_name = "home"
urlpatterns = [
    path("", front.show, name="front"),
    path("privacy/", front.privacy, name="privacy"),
    path("accessibility/", front.accessibility, name="accessibility"),
    path("search/", search.show, name="search"),
    path("desk/", desk.show, name="desk"),
    path("desk/audit/", desk.audit, name="audit"),
    path("desk/import/", transfer.upload, name="import"),
    path("desk/import/<int:pk>/", transfer.show, name="import_job"),
    path("desk/import/<int:pk>/confirm/", transfer.confirm, name="import_confirm"),
    path("desk/import/<int:pk>/again/", transfer.again, name="import_again"),
    path("desk/import/<int:pk>/discard/", transfer.discard, name="import_discard"),
    path("desk/import/<int:pk>/rejects/", transfer.rejects, name="import_rejects"),
    path("desk/export/", transfer.export, name="export"),
]

if settings.DEMO:
    urlpatterns += [
        path("demo/", demo.choose, name="demo_sign_in"),
        path("demo/mail/", demo.mail, name="demo_mail"),
        path("demo/be/<str:who>/", demo.become, name="demo_become"),
    ]
