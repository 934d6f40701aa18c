from django.urls import path

from commonweal.home.views import front

app_name = "home"
urlpatterns = [
    path("", front.show, name="front"),
]
