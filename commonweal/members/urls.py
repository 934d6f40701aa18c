from django.urls import path

from commonweal.members.views import (
    desk,
    directory,
    edit,
    membership,
    organisations,
    profile,
    seniority,
    words,
)

app_name = "members"
urlpatterns = [
    path("people/", directory.show, name="directory"),
    path("people/me/", edit.me, name="me"),
    path("people/me/edit/", edit.edit, name="edit"),
    path("people/me/edit/organisation/", edit.organisation, name="edit_organisation"),
    path("people/me/edit/<slug:slug>/", edit.section, name="edit_section"),
    path("people/me/who-sees-what/", edit.who_sees, name="who_sees"),
    path("people/me/pause/", membership.pause, name="pause"),
    path("people/me/pause/end/", membership.end_pause, name="end_pause"),
    path("people/me/leave/", membership.leave, name="leave"),
    path("people/<slug:ref>/", profile.person, name="person"),
    path("people/<slug:ref>/photo/", profile.photo, name="photo"),
    path("organisations/", organisations.index, name="organisations"),
    path("organisations/<int:pk>/", organisations.show, name="organisation"),
    path("seniority/", seniority.show, name="seniority"),
    path("words/", words.show, name="words"),
    path("desk/seniority/", desk.unclear, name="desk_seniority"),
    path("desk/people/<slug:ref>/seniority/", desk.correct, name="correct_seniority"),
    path("desk/people/<slug:ref>/leaving/", desk.end, name="end_membership"),
    path("desk/people/<slug:ref>/resume/", desk.resume, name="resume_membership"),
]
