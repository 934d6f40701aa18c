from django.urls import URLPattern

app_name = "equalities"
urlpatterns: list[URLPattern] = []
