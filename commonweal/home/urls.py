from django.urls import path

from commonweal.home.views import desk, front

app_name = "home"
urlpatterns = [
    path("", front.show, name="front"),
    path("privacy/", front.privacy, name="privacy"),
    path("accessibility/", front.accessibility, name="accessibility"),
    path("desk/", desk.show, name="desk"),
    path("desk/audit/", desk.audit, name="audit"),
]
