from django.urls import URLPattern, path

from commonweal.joining.views import (
    about,
    apply,
    criteria,
    deciding,
    details,
    follow,
    invited,
    inviting,
    links,
    questions,
    queue,
    reading,
    waves,
)

app_name = "joining"

OWN = "join/applications/<slug:ref>/"
APPLYING: list[URLPattern] = [
    path("join/", about.about, name="about"),
    path("join/check/", about.check, name="check"),
    path("join/waves/<slug:ref>/", about.wave, name="wave"),
    path("join/waves/<slug:ref>/start/", apply.start, name="start"),
    path("join/links/", links.ask, name="links"),
    path("join/links/<str:token>/", links.link, name="link"),
    path("join/finish/", follow.finish, name="finish"),
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
WAVE = "desk/joining/waves/<slug:ref>/"
ASKED = "desk/joining/questions/"
SETTING_UP: list[URLPattern] = [
    path("desk/joining/", waves.desk, name="desk"),
    path("desk/joining/waves/new/", waves.new, name="new_wave"),
    path(WAVE, waves.show, name="desk_wave"),
    path(f"{WAVE}edit/<slug:slug>/", waves.edit, name="edit_wave"),
    path(f"{WAVE}copy/", waves.copy, name="copy_wave"),
    path(f"{WAVE}preview/", waves.preview, name="preview_wave"),
    path(f"{WAVE}publish/", waves.publish, name="publish_wave"),
    path(f"{WAVE}delete/", waves.delete, name="delete_wave"),
    path(f"{WAVE}criteria/", criteria.show, name="criteria"),
    path(f"{WAVE}criteria/new/", criteria.add, name="new_criterion"),
    path(f"{WAVE}criteria/examples/", criteria.add_examples, name="example_criteria"),
    path(f"{WAVE}criteria/<int:pk>/", criteria.edit, name="edit_criterion"),
    path(f"{WAVE}criteria/<int:pk>/move/", criteria.move, name="move_criterion"),
    path(f"{WAVE}criteria/<int:pk>/remove/", criteria.remove, name="remove_criterion"),
    path(f"{WAVE}invitations/", inviting.show, name="invitations"),
    path(f"{WAVE}invitations/new/", inviting.invite, name="invite"),
    path("desk/joining/invitations/<int:pk>/again/", inviting.again, name="invite_again"),
    path(
        "desk/joining/invitations/<int:pk>/withdraw/",
        inviting.withdraw,
        name="withdraw_invitation",
    ),
    path("desk/joining/groups/", criteria.show_groups, name="groups"),
    path("desk/joining/groups/new/", criteria.new_group, name="new_group"),
    path("desk/joining/groups/examples/", criteria.add_example_groups, name="example_groups"),
    path("desk/joining/groups/<int:pk>/", criteria.edit_group, name="edit_group"),
    path("desk/joining/groups/<int:pk>/offer/", criteria.offer_group, name="offer_group"),
    path(ASKED, questions.show, name="question_sets"),
    path(f"{ASKED}new/", questions.new, name="new_question_set"),
    path(f"{ASKED}example/", questions.add_example, name="example_questions"),
    path(f"{ASKED}<int:pk>/", questions.one, name="question_set"),
    path(f"{ASKED}<int:pk>/words/", questions.words, name="question_set_words"),
    path(f"{ASKED}<int:pk>/preview/", questions.preview, name="preview_questions"),
    path(f"{ASKED}<int:pk>/changes/", questions.changes, name="question_changes"),
    path(f"{ASKED}<int:pk>/version/", questions.new_version, name="new_question_version"),
    path(f"{ASKED}<int:pk>/language/", questions.new_language, name="new_question_language"),
    path(f"{ASKED}<int:pk>/delete/", questions.delete, name="delete_question_set"),
    path(f"{ASKED}<int:pk>/add/", questions.add, name="add_question"),
    path(f"{ASKED}one/<int:pk>/", questions.edit, name="edit_question"),
    path(f"{ASKED}one/<int:pk>/move/", questions.move, name="move_question"),
    path(f"{ASKED}one/<int:pk>/remove/", questions.remove, name="remove_question"),
    path("join/invitations/<str:token>/", invited.show, name="invited"),
]
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
