from django.urls import path

from commonweal.engagement import views

app_name = "engagement"
urlpatterns = [
    path("people/me/record/", views.record, name="record"),
    path("people/me/record.csv", views.record_csv, name="record_csv"),
]
