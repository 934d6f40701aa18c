from django.urls import path

from commonweal.belonging.views import compact, desk_compact, signposts, way_in, welcome

app_name = "belonging"
urlpatterns = [
    path("compact/", compact.show, name="compact"),
    path("compact/<int:number>/", compact.version, name="compact_version"),
    path("welcome/", welcome.show, name="welcome"),
    path("welcome/back/", welcome.come_back, name="come_back"),
    path("welcome/<slug:slug>/", welcome.part, name="welcome_part"),
    path("way-in/", way_in.show, name="way_in"),
    path("way-in/choose/", way_in.make, name="make_way_in"),
    path("way-in/put-away/", way_in.put_away, name="put_away_way_in"),
    path("way-in/steps/<int:pk>/", way_in.step, name="way_in_step"),
    path("desk/compact/", desk_compact.show, name="desk_compact"),
    path("desk/compact/next/", desk_compact.write, name="write_compact"),
    path("desk/compact/next/preview/", desk_compact.preview, name="preview_compact"),
    path("desk/compact/answers/", desk_compact.answers, name="compact_answers"),
    path("desk/compact/answers/file/", desk_compact.export, name="export_answers"),
    path("desk/compact/remind/", desk_compact.remind, name="remind_of_compact"),
    path("desk/signposts/", signposts.index, name="signposts"),
    path("desk/signposts/new/", signposts.new, name="new_signpost"),
    path("desk/signposts/<int:pk>/", signposts.edit, name="signpost"),
]
