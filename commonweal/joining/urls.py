from django.urls import URLPattern, path

from commonweal.joining.views import about, apply, deciding, details, follow, links, queue, reading

app_name = "joining"

OWN = "join/applications/<slug:ref>/"
APPLYING: list[URLPattern] = [
    path("join/", about.about, name="about"),
    path("join/check/", about.check, name="check"),
    path("join/waves/<slug:ref>/", about.wave, name="wave"),
    path("join/waves/<slug:ref>/start/", apply.start, name="start"),
    path("join/links/", links.ask, name="links"),
    path("join/links/<str:token>/", links.link, name="link"),
    path(OWN, apply.application, name="application"),
    path(f"{OWN}parts/<slug:slug>/", apply.part, name="part"),
    path(f"{OWN}parts/<slug:slug>/save/", apply.save, name="save"),
    path(f"{OWN}organisation/", details.organisation, name="organisation"),
    path(f"{OWN}address/", details.address, name="address"),
    path(f"{OWN}address/link/", details.send_link, name="send_link"),
    path(f"{OWN}send/", apply.send, name="send"),
    path(f"{OWN}sent/", follow.sent, name="sent"),
    path(f"{OWN}delete/", apply.discard, name="discard"),
    path(f"{OWN}carry/", apply.carry_over, name="carry_over"),
    path(f"{OWN}withdraw/", follow.withdraw, name="withdraw"),
    path(f"{OWN}second-look/", follow.second_look, name="second_look"),
]
SETTING_UP: list[URLPattern] = []
DECIDING: list[URLPattern] = [
    path("desk/joining/waves/<slug:ref>/queue/", queue.show, name="queue"),
    path("desk/joining/waves/<slug:ref>/queue/mine/", queue.mine, name="queue_mine"),
    path("desk/joining/waves/<slug:ref>/queue/export/", queue.export, name="queue_export"),
    path("desk/joining/waves/<slug:ref>/queue/share/", queue.share_out, name="share_out"),
    path("desk/joining/waves/<slug:ref>/readers/", queue.show_readers, name="readers"),
    path(
        "desk/joining/waves/<slug:ref>/readers/<int:pk>/end/", queue.end_reader, name="end_reader"
    ),
    path("desk/joining/waves/<slug:ref>/decide/", deciding.decide_many, name="decide_many"),
    path("desk/joining/waves/<slug:ref>/decided/", deciding.show_decided, name="decided"),
    path("desk/joining/applications/<slug:ref>/read/", reading.read, name="read"),
    path("desk/joining/applications/<slug:ref>/read/save/", reading.save, name="save_reading"),
    path("desk/joining/applications/<slug:ref>/conflict/", reading.step_aside, name="conflict"),
    path("desk/joining/applications/<slug:ref>/decide/", deciding.decide, name="decide"),
    path("desk/joining/applications/<slug:ref>/ask/", deciding.ask, name="ask_reader"),
    path("desk/joining/readings/<int:pk>/end/", deciding.take_back, name="end_reading"),
    path("desk/joining/decisions/<int:pk>/undo/", deciding.undo, name="undo"),
]

urlpatterns = [*APPLYING, *SETTING_UP, *DECIDING]
