"""Writing what applicants are asked."""

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from commonweal.core.errors import Refused
from commonweal.core.http import UserRequest
from commonweal.joining import lengths
from commonweal.joining.forms import questions as forms
from commonweal.joining.queries import questions as queries
from commonweal.joining.services import examples
from commonweal.joining.services import questions as services
from commonweal.joining.views._desk import View
from commonweal.joining.views.criteria import team
from commonweal.joining.views.own import data, took

if TYPE_CHECKING:
    from commonweal.joining.models import Question, QuestionSet


def set_page(view: View) -> View:
    """Hand the view its set of questions."""

    @wraps(view)
    def guarded(request: UserRequest, pk: int, **kwargs: Any) -> HttpResponseBase:
        return view(request, get_object_or_404(queries.question_sets(), pk=pk), **kwargs)

    return team(guarded)


def question_page(view: View) -> View:
    """Hand the view its question."""

    @wraps(view)
    def guarded(request: UserRequest, pk: int, **kwargs: Any) -> HttpResponseBase:
        question = queries.question(pk)
        if question is None:
            raise Http404
        return view(request, question, **kwargs)

    return team(guarded)


@require_safe
@team
def show(request: UserRequest) -> HttpResponse:
    """Every set of questions, with its languages and versions."""
    return render(request, "joining/desk_question_sets.jinja", {"families": queries.families()})


@team
def new(request: UserRequest) -> HttpResponse:
    form = forms.NewSet(data(request))
    if form.is_valid():
        made = services.make_set(by=request.user, **form.cleaned_data)
        return redirect("joining:question_set", made.pk)
    return render(request, "joining/desk_new_question_set.jinja", {"form": form})


@require_POST
@team
def add_example(request: UserRequest) -> HttpResponse:
    """Begin with our questions instead of with none."""
    made = examples.make_question_set(by=request.user)
    messages.success(request, "This is our example. Change it until it is yours")
    return redirect("joining:question_set", made.pk)


@require_safe
@set_page
def one(request: UserRequest, question_set: "QuestionSet") -> HttpResponse:
    """One version of a set in one language: its questions, and all that can be done with it."""
    context = {
        "set": question_set,
        "questions": queries.questions(question_set),
        "originals": queries.originals(question_set),
        "languages_left": queries.languages_left(question_set),
        "before": queries.before(question_set),
        "lengths": lengths,
    }
    return render(request, "joining/desk_question_set.jinja", context)


@set_page
def words(request: UserRequest, question_set: "QuestionSet") -> HttpResponse:
    said = {"title": question_set.title, "intro": question_set.intro}
    form = forms.Words(data(request), initial=said)
    if form.is_valid() and took(
        form, services.set_words, question_set, by=request.user, **form.cleaned_data
    ):
        messages.success(request, "Name and words: saved")
        return redirect("joining:question_set", question_set.pk)
    context = {"form": form, "set": question_set}
    return render(request, "joining/desk_question_set_words.jinja", context)


@set_page
def add(request: UserRequest, question_set: "QuestionSet") -> HttpResponse:
    form = forms.Question(data(request), initial={"kind": "LONG", "required": True})
    if form.is_valid() and took(
        form, services.add_question, question_set, by=request.user, **form.cleaned_data
    ):
        messages.success(request, "The question is added")
        return redirect("joining:question_set", question_set.pk)
    context = {"form": form, "set": question_set, "question": None, "original": None}
    return render(request, "joining/desk_question.jinja", context)


@question_page
def edit(request: UserRequest, question: "Question") -> HttpResponse:
    form = forms.Question(data(request), initial=_said(question))
    asked = question.question_set
    if form.is_valid() and took(
        form, services.change_question, question, by=request.user, **form.cleaned_data
    ):
        messages.success(request, "The question is changed")
        return redirect("joining:question_set", asked.pk)
    original = queries.originals(asked).get(question.key)
    context = {"form": form, "set": asked, "question": question, "original": original}
    return render(request, "joining/desk_question.jinja", context)


@require_POST
@question_page
def move(request: UserRequest, question: "Question") -> HttpResponse:
    up = request.POST.get("to") == "up"
    return _then(request, question, services.move_question, question, up=up)


@question_page
def remove(request: UserRequest, question: "Question") -> HttpResponse:
    """Take a question out, once that is confirmed."""
    if request.method == "POST":
        return _then(request, question, services.remove_question, question)
    context = {"question": question, "set": question.question_set}
    return render(request, "joining/desk_remove_question.jinja", context)


@require_safe
@set_page
def preview(request: UserRequest, question_set: "QuestionSet") -> HttpResponse:
    """The questions as applicants see them, one under another."""
    asked = [(one, lengths.guide(one)) for one in queries.questions(question_set)]
    context = {"set": question_set, "asked": asked, "lengths": lengths}
    return render(request, "joining/desk_preview_questions.jinja", context)


@require_safe
@set_page
def changes(request: UserRequest, question_set: "QuestionSet") -> HttpResponse:
    """What changed since the version before."""
    before = queries.before(question_set)
    if before is None:
        raise Http404
    context = {
        "set": question_set,
        "before": before,
        "changes": queries.changes(before, question_set),
        "intro": queries.pieces(before.intro, question_set.intro),
    }
    return render(request, "joining/desk_question_changes.jinja", context)


@require_POST
@set_page
def new_version(request: UserRequest, question_set: "QuestionSet") -> HttpResponse:
    made = services.new_version(question_set, by=request.user)
    messages.success(request, f"This is version {made.version}, a copy to change")
    return redirect("joining:question_set", made.pk)


@set_page
def new_language(request: UserRequest, question_set: "QuestionSet") -> HttpResponse:
    """Copy a set to translate it."""
    form = forms.Language(data(request), languages=queries.languages_left(question_set))
    if form.is_valid():
        try:
            made = services.new_language(question_set, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("joining:question_set", made.pk)
    context = {"form": form, "set": question_set}
    return render(request, "joining/desk_new_language.jinja", context)


@set_page
def delete(request: UserRequest, question_set: "QuestionSet") -> HttpResponse:
    """Throw away a set nobody asked yet, once that is confirmed."""
    if request.method != "POST":
        return render(request, "joining/desk_delete_question_set.jinja", {"set": question_set})
    try:
        services.delete_set(question_set, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("joining:question_set", question_set.pk)
    messages.success(request, "The questions are deleted")
    return redirect("joining:question_sets")


def _then(
    request: UserRequest, question: "Question", service: Any, *args: Any, **values: Any
) -> HttpResponse:
    """Do it, or say why not; either way back to the set."""
    try:
        service(*args, by=request.user, **values)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("joining:question_set", question.question_set_id)


def _said(question: "Question") -> dict[str, Any]:
    names = ("label", "help", "why", "kind", "words_from", "words_to", "required")
    said = {name: getattr(question, name) for name in names}
    return {**said, "choices": "\n".join(label for _, label in question.choices)}
