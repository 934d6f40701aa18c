from django.urls import URLPattern

app_name = "joining"

APPLYING: list[URLPattern] = []
SETTING_UP: list[URLPattern] = []
DECIDING: list[URLPattern] = []

urlpatterns = [*APPLYING, *SETTING_UP, *DECIDING]
