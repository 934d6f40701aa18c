"""Taking what was typed for a wave that has closed to the next one."""

from django.db import transaction
from django.utils import timezone

from commonweal.core import audit
from commonweal.core.errors import Refused
from commonweal.core.models import User
from commonweal.joining.models import Answer, Application, Wave
from commonweal.joining.queries import waves_open
from commonweal.joining.services import applying, questions


@transaction.atomic
def carry_over(application: Application, *, by: User | None) -> Application:
    """Go on in the next open wave with what was typed for one that has closed.

    Answers go along where the question has the same key and kind. Again it gives the same draft.
    Raises `Refused` when the wave is still open, the application was sent, or no open wave fits.
    """
    held = applying.hold(application)
    now = timezone.now()
    if not held.wave.is_closed(now):
        raise Refused("This wave is still open, so you can send your application in it.")
    wave = next_wave(held)
    if wave is None:
        raise Refused("No wave that is for you is open now. What you typed is kept.")
    before = Application.objects.filter(carried_from=held, wave=wave).first()
    if before is not None:
        return before
    copied = {
        name: getattr(held, name) for name in (*applying.FIELDS, "email", "email_confirmed_at")
    }
    language = held.question_set.language if held.question_set else ""
    asked = waves_open.question_set(wave, language)
    made = Application.objects.create(
        wave=wave, question_set=asked, user=held.user, carried_from=held, **copied
    )
    _carry_answers(held, made)
    audit.record("joining.carry_over", by=by, on=made, before=held.pk)
    return made


def next_wave(application: Application) -> Wave | None:
    """The open wave that what was typed can be carried to, the first to close."""
    for wave in waves_open.open_waves(timezone.now()):
        unknown = application.nation_id is None or application.group_id is None
        if unknown or waves_open.is_for(
            wave, nation=application.nation_id, group=application.group_id
        ):
            return wave
    return None


def _carry_answers(held: Application, made: Application) -> None:
    if made.question_set is None:
        return
    asked = {one.key: one for one in made.question_set.questions.all()}
    given = held.answers.select_related("question")
    carried = [
        Answer(application=made, question=asked[answer.question.key], value=answer.value)
        for answer in given
        if answer.question.key in asked and asked[answer.question.key].kind == answer.question.kind
    ]
    if carried:
        questions.freeze(made.question_set)
        Answer.objects.bulk_create(carried)
