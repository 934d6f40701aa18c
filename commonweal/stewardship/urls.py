from django.urls import URLPattern

app_name = "stewardship"

RETENTION: list[URLPattern] = []
RECORD: list[URLPattern] = []
REQUESTS: list[URLPattern] = []

urlpatterns = [*RETENTION, *RECORD, *REQUESTS]
