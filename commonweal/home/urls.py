from django.conf import settings
from django.urls import path

from commonweal.home.views import demo, desk, front, search

app_name = "home"
urlpatterns = [
    path("", front.show, name="front"),
    path("privacy/", front.privacy, name="privacy"),
    path("accessibility/", front.accessibility, name="accessibility"),
    path("search/", search.show, name="search"),
    path("desk/", desk.show, name="desk"),
    path("desk/audit/", desk.audit, name="audit"),
]

if settings.DEMO:
    urlpatterns += [
        path("demo/", demo.choose, name="demo_sign_in"),
        path("demo/mail/", demo.mail, name="demo_mail"),
        path("demo/be/<str:who>/", demo.become, name="demo_become"),
    ]
