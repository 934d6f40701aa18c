"""The team's pages about letters: every kind there is, and the outbox."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from commonweal.core import hiding, rules, running
from commonweal.core.errors import Refused
from commonweal.core.http import UserRequest
from commonweal.core.letters import declaring, writing
from commonweal.core.letters import outbox as services
from commonweal.core.letters.redacting import redacted

if TYPE_CHECKING:
    from commonweal.core.models import Letter

PAGE = 50


@require_safe
@login_required
@permission_required(rules.SEE_LETTERS, raise_exception=True)
def kinds(request: UserRequest) -> HttpResponse:
    """Every kind of letter, who gets it and when; and how the outbox stands."""
    context = {
        "by_app": running.kinds_by_app(),
        "shelves": running.shelves(),
        "sent": running.sent_by_kind(timezone.now()),
    }
    return render(request, "core/letters.jinja", context)


@login_required
@permission_required(rules.SEE_LETTERS, raise_exception=True)
def kind(request: UserRequest, code: str) -> HttpResponse:
    """A letter as it is read, and a test of it to oneself."""
    one = running.kind(code)
    if one is None:
        raise Http404
    if request.method == "POST":
        _test(request, one)
        return redirect("core:letter_kind", one.code)
    subject, body = writing.rendered(one.code, one.sample())
    words = services.words_of(one)
    context = {"kind": one, "subject": subject, "body": body, "words": words}
    return render(request, "core/letter_kind.jinja", context)


def _test(request: UserRequest, kind: declaring.Kind) -> None:
    try:
        letter = services.send_test(kind, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"A test is on its way to {letter.to}.")


@require_safe
@login_required
@permission_required(rules.SEE_LETTERS, raise_exception=True)
def outbox(request: UserRequest) -> HttpResponse:
    """Letters waiting, sent, and in need of somebody; or all to one address."""
    shelf = request.GET.get("show", "")
    shelf = shelf if shelf in running.SHELVES else "attention"
    to = request.GET.get("to", "").strip()
    page = running.outbox(shelf, to=to, after=request.GET.get("after", ""), limit=PAGE)
    titles = {one.code: one.title for one in declaring.kinds()}
    hidden = hiding.letters_from(request.user, page.rows)
    context = {"shelf": shelf, "to": to, "page": page, "titles": titles, "hidden": hidden}
    return render(request, "core/outbox.jinja", {**context, "shelves": running.shelves()})


@require_safe
@login_required
@permission_required(rules.SEE_LETTERS, raise_exception=True)
def letter(request: UserRequest, pk: int) -> HttpResponse:
    """One letter of the outbox, with what became of it."""
    one = _found(pk)
    if one.pk in hiding.letters_from(request.user, [one]):
        return render(request, "core/letter_hidden.jinja")
    context = {"letter": one, "kind": running.kind(one.kind), "body": redacted(one.body)}
    return render(request, "core/letter.jinja", context)


def _found(pk: int) -> "Letter":
    one = running.letter(pk)
    if one is None:
        raise Http404
    return one


def _decided(request: UserRequest, pk: int, do: Callable[..., None], done: str) -> HttpResponse:
    one = _found(pk)
    try:
        do(one, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("core:letter", one.pk)


@login_required
@permission_required(rules.SEE_LETTERS, raise_exception=True)
@require_POST
def again(request: UserRequest, pk: int) -> HttpResponse:
    return _decided(request, pk, services.send_again, "The letter is in the outbox again.")


@login_required
@permission_required(rules.SEE_LETTERS, raise_exception=True)
@require_POST
def leave(request: UserRequest, pk: int) -> HttpResponse:
    return _decided(request, pk, services.leave, "The letter is left as it is.")
