from django.urls import path

from commonweal.equalities.views import desk, own

app_name = "equalities"
urlpatterns = [
    path("equalities/", own.questions, name="questions"),
    path("equalities/sources/", own.sources, name="sources"),
    path("equalities/skip/", own.skip, name="skip"),
    path("equalities/remove/", own.remove, name="remove"),
    path("equalities/questions/<slug:key>/", own.question, name="question"),
    path("desk/equalities/", desk.show, name="desk"),
    path("desk/equalities/open/", desk.open_answers, name="open"),
    path("desk/equalities/log/", desk.log, name="log"),
]
