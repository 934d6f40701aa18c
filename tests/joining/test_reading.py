"""Who is asked to read, what they find, and how they step aside."""

import pytest

from commonweal.core.errors import Refused
from commonweal.core.models import AuditEntry
from commonweal.core.services import account_for
from commonweal.joining.models import Conflict, Reading, Score, Status
from commonweal.joining.queries.readers import candidates, workload
from commonweal.joining.services.reading import (
    Given,
    assign,
    declare_conflict,
    end_reader,
    finish_reading,
    make_reader,
    save_reading,
    unassign,
)
from commonweal.joining.services.sharing import share_out
from tests.factories import MemberFactory, OrganisationFactory, UserFactory
from tests.factories.joining import ConflictFactory, ReadingFactory
from tests.joining.deciding import finish, partner_of, reader_of, sent, team_member, wave_with

pytestmark = pytest.mark.django_db
SCORES = {"impact": Given(2, "Clear"), "learning": Given(3, "Honest")}


def test_an_application_with_a_reader_is_being_read():
    wave, lead = wave_with(), team_member()
    application, reader = sent(wave), reader_of(wave)

    assign(application, reader=reader, by=lead)

    application.refresh_from_db()
    assert application.status == Status.READING
    assert list(application.readings.values_list("reader", flat=True)) == [reader.pk]
    assert AuditEntry.objects.filter(action="joining.assign", actor=lead).count() == 1


@pytest.mark.parametrize("who", ["stranger", "reader of another wave", "partner of another nation"])
def test_only_those_who_read_for_the_wave_can_be_asked(who):
    wave = wave_with(partner_id="nation:wales")
    person = {
        "stranger": UserFactory,
        "reader of another wave": lambda: reader_of(wave_with()),
        "partner of another nation": lambda: partner_of("nation:scotland"),
    }[who]()

    with pytest.raises(Refused, match="not a reader of this wave"):
        assign(sent(wave), reader=person, by=team_member())


def test_the_team_and_the_partner_can_be_asked_by_hand():
    wave = wave_with(partner_id="nation:wales")
    application, lead = sent(wave), team_member()

    for person in (lead, partner_of("nation:wales")):
        assign(application, reader=person, by=lead)

    assert application.readings.count() == 2


def test_nobody_is_asked_twice_and_nothing_decided_is_read():
    wave = wave_with()
    lead, reader, application = team_member(), reader_of(wave), sent(wave)
    assign(application, reader=reader, by=lead)

    with pytest.raises(Refused, match="already"):
        assign(application, reader=reader, by=lead)
    with pytest.raises(Refused, match="decided already"):
        assign(sent(wave, status=Status.REFUSED), reader=reader, by=lead)


def test_whoever_works_where_the_applicant_does_is_not_asked_and_it_is_kept():
    wave, place = wave_with(), OrganisationFactory()
    application, reader = sent(wave, organisation=place), reader_of(wave)
    MemberFactory(user=reader, organisation=place)

    with pytest.raises(Refused, match="conflict of interest"):
        assign(application, reader=reader, by=team_member())

    conflict = Conflict.objects.get()
    assert (conflict.user, conflict.kind) == (reader, Conflict.Kind.SAME_ORGANISATION)


def test_nobody_reads_their_own_application():
    wave = wave_with()
    reader = reader_of(wave, email="me@example.org")

    with pytest.raises(Refused, match="conflict of interest"):
        assign(sent(wave, email="me@example.org"), reader=reader, by=team_member())


def test_sharing_out_gives_everybody_as_much():
    wave = wave_with(readers_each=2)
    readers = [reader_of(wave) for _ in range(3)]
    applications = [sent(wave) for _ in range(6)]

    done = share_out(wave, by=team_member())

    assert (done.given, done.short) == (12, 0)
    assert [load.assigned for load in workload(wave, team_member())] == [4, 4, 4]
    assert {one.readings.count() for one in applications} == {2}
    assert {reading.reader for reading in Reading.objects.all()} == set(readers)


def test_sharing_out_passes_over_conflicts_and_keeps_those_it_finds():
    wave, place = wave_with(), OrganisationFactory()
    one, other = reader_of(wave), reader_of(wave)
    MemberFactory(user=one, organisation=place)
    theirs, declared = sent(wave, organisation=place), sent(wave)
    ConflictFactory(application=declared, user=one)

    share_out(wave, by=team_member())

    assert set(Reading.objects.values_list("reader", flat=True)) == {other.pk}
    assert theirs.conflicts.get().kind == Conflict.Kind.SAME_ORGANISATION


def test_sharing_out_says_what_lacks_a_reader():
    wave = wave_with(readers_each=2)
    reader_of(wave)
    sent(wave)

    done = share_out(wave, by=team_member())

    assert (done.given, done.short) == (1, 1)


def test_nothing_is_shared_out_among_nobody():
    with pytest.raises(Refused, match="no readers"):
        share_out(wave_with(), by=team_member())


def test_sharing_out_again_gives_away_only_what_those_who_stopped_left():
    wave, lead = wave_with(), team_member()
    stays, stops = reader_of(wave), reader_of(wave)
    kept, done, left = (sent(wave) for _ in range(3))
    for application, reader in ((kept, stays), (done, stops), (left, stops)):
        assign(application, reader=reader, by=lead)
    finish(done, stops)
    end_reader(wave, stops.role_grants.get(), by=lead)

    share_out(wave, by=lead)

    assert {one.readings.get().reader for one in (kept, left)} == {stays}
    assert done.readings.get().reader == stops


def test_sharing_out_afresh_moves_what_nobody_has_begun():
    wave, lead = wave_with(), team_member()
    first = reader_of(wave)
    begun, *others = [sent(wave) for _ in range(5)]
    share_out(wave, by=lead)
    save_reading(begun, by=first, typed={"reason": "So far"})
    second = reader_of(wave)

    share_out(wave, by=lead)
    assert second.application_readings.count() == 0
    share_out(wave, by=lead, afresh=True)

    assert begun.readings.get().reader == first
    assert second.application_readings.count() in (2, 3)
    assert {one.readings.count() for one in others} == {1}


def test_what_is_typed_is_kept_as_it_is():
    reading = ReadingFactory(application=sent(wave_with(), status=Status.READING))

    save_reading(reading.application, by=reading.reader, typed={"score_impact": "2"})

    reading.refresh_from_db()
    assert reading.draft == {"score_impact": "2"}
    assert Score.objects.count() == 0


def test_a_finished_reading_has_a_score_with_a_reason_for_each_criterion():
    reading = ReadingFactory(application=sent(wave_with(), status=Status.READING))

    finish_reading(
        reading.application, by=reading.reader, scores=SCORES, advice="ADMIT", reason="Yes"
    )

    reading.refresh_from_db()
    assert reading.finished_at is not None
    assert sorted(reading.scores.values_list("value", "reason")) == [(2, "Clear"), (3, "Honest")]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"scores": {"impact": Given(2, "Clear")}}, "“Learning”"),
        ({"scores": {**SCORES, "impact": Given(2, " ")}}, "“Impact”"),
        ({"scores": {**SCORES, "impact": Given(4, "Clear")}}, "from 0 to 3"),
        ({"advice": "PERHAPS"}, "what you advise"),
        ({"reason": " "}, "what you advise"),
    ],
)
def test_a_reading_is_finished_whole_or_not_at_all(change, said):
    reading = ReadingFactory(application=sent(wave_with(), status=Status.READING))
    given = {"scores": SCORES, "advice": "ADMIT", "reason": "Yes", **change}

    with pytest.raises(Refused, match=said):
        finish_reading(reading.application, by=reading.reader, **given)

    assert Score.objects.count() == 0


def test_a_finished_reading_stays_as_it_is():
    wave = wave_with()
    application, reader = sent(wave, status=Status.READING), reader_of(wave)
    reading = finish(application, reader)

    with pytest.raises(Refused, match="finished this reading"):
        save_reading(application, by=reader, typed={})
    with pytest.raises(Refused, match="finished"):
        unassign(reading, by=team_member())


def test_nobody_reads_what_they_were_not_asked_to_or_what_is_decided():
    wave = wave_with()
    late = ReadingFactory(application=sent(wave, status=Status.ADMITTED))

    with pytest.raises(Refused, match="Nobody has asked you"):
        save_reading(sent(wave), by=reader_of(wave), typed={})
    with pytest.raises(Refused, match="decided already"):
        save_reading(late.application, by=late.reader, typed={})


def test_an_application_taken_back_from_its_only_reader_waits_again():
    wave, lead = wave_with(), team_member()
    application = sent(wave)
    reading = assign(application, reader=reader_of(wave), by=lead)

    unassign(reading, by=lead)

    application.refresh_from_db()
    assert (application.status, application.readings.count()) == (Status.SENT, 0)


def test_stepping_aside_takes_the_reading_away_and_names_somebody_else():
    wave, lead = wave_with(), team_member()
    one, other = reader_of(wave), reader_of(wave)
    application = sent(wave)
    assign(application, reader=one, by=lead)

    declare_conflict(application, by=one, note="I manage them.")

    application.refresh_from_db()
    assert (application.status, application.readings.count()) == (Status.SENT, 0)
    assert candidates(application)[0] == other
    with pytest.raises(Refused, match="already"):
        declare_conflict(application, by=one, note="Again")
    with pytest.raises(Refused, match="conflict of interest"):
        assign(application, reader=one, by=lead)


def test_the_audit_log_does_not_say_what_a_conflict_is():
    wave = wave_with()
    declare_conflict(sent(wave), by=reader_of(wave), note="My sister")

    assert "sister" not in str(list(AuditEntry.objects.values_list("detail", flat=True)))


def test_a_reader_of_one_wave_is_none_of_another():
    wave, other, lead = wave_with(), wave_with(), team_member()
    grant = make_reader(wave, account_for("new@example.org"), by=lead)

    with pytest.raises(Refused, match="not a reader of this wave"):
        end_reader(other, grant, by=lead)
    end_reader(wave, grant, by=lead)
    grant.refresh_from_db()
    assert grant.ended_at is not None
