from django.urls import URLPattern, path

from commonweal.stewardship.views import own, record, requests, retention

app_name = "stewardship"

RETENTION: list[URLPattern] = [
    path("desk/retention/", retention.show, name="retention"),
    path("desk/retention/run/", retention.run, name="run_retention"),
]
RECORD: list[URLPattern] = [
    path("desk/record/", record.show, name="record"),
    path("desk/record/csv/", record.download, name="record_csv"),
]
REQUESTS = [
    path("account/data/", own.show, name="my_data"),
    path("account/data/copy/", own.ask, name="ask_for_copy"),
    path("account/data/copies/<int:pk>/", own.copy, name="my_copy"),
    path("account/data/copies/<int:pk>/file/", own.download, name="my_copy_file"),
    path("account/data/copies/<int:pk>/again/", own.again, name="my_copy_again"),
    path("account/data/erase/", own.erase, name="ask_for_erasure"),
    path("account/data/erase/<int:pk>/take-back/", own.take_back, name="take_back"),
    path("desk/requests/", requests.show, name="requests"),
    path("desk/requests/new/", requests.new, name="new_request"),
    path("desk/requests/<int:pk>/", requests.one, name="request"),
    path("desk/requests/<int:pk>/file/", requests.download, name="request_file"),
    path("desk/requests/<int:pk>/again/", requests.again, name="request_again"),
    path("desk/requests/<int:pk>/erase/", requests.erase, name="erase"),
    path("desk/requests/<int:pk>/refuse/", requests.refuse, name="refuse"),
]

urlpatterns = [*RETENTION, *RECORD, *REQUESTS]
