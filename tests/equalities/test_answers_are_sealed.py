"""A copy of the database tells nothing about anybody's answers."""

import uuid
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from commonweal.core.errors import Refused
from commonweal.equalities import queries, questions, sealed, services
from commonweal.equalities.checks import key_opens_answers
from commonweal.equalities.models import Record

pytestmark = pytest.mark.django_db
ME, YOU = "application:ab12", "application:cd34"
FULL = {
    "age": "75-over",
    "sex": "female",
    "gender": "different",
    "ethnicity": "mixed-white-black-caribbean",
    "religion": "buddhist",
    "condition": "yes",
    "activity": "a-little",
    "orientation": "gay-lesbian",
    "care": "9-or-less",
}


def record_of(subject):
    return Record.objects.get(pseudonym=sealed.pseudonym(subject))


def test_the_row_holds_neither_answer_nor_name():
    services.answer(ME, FULL, nation="nation:wales")
    record = record_of(ME)
    row = " ".join(str(getattr(record, field.name)) for field in Record._meta.fields).encode()
    row += bytes(record.sealed)
    for word in (b"ab12", b"application", b"wales", b"female", b"buddhist", b"religion"):
        assert word not in row


def test_every_record_has_the_same_length_whatever_it_holds():
    services.ask(ME, nation="")
    empty = len(bytes(record_of(ME).sealed))
    services.answer(YOU, FULL, nation="nation:england")
    assert len(bytes(record_of(YOU).sealed)) == empty
    services.carry(YOU, "member:1")
    services.answer("application:2", FULL, nation="nation:wales")
    services.carry("application:2", "member:1")
    assert len(bytes(record_of("member:1").sealed)) == empty


def test_the_longest_answers_fit_into_that_length():
    for nation in questions.NATIONS:
        longest = {
            one.key: max((option.key for option in one.options), key=len)
            for one in questions.asked_in(nation)
        }
        contents = sealed.Contents(nation, questions.EDITION, longest, (uuid.uuid4(),) * 4)
        assert len(sealed.sealed(contents, "name")) < sealed.PADDED + 64


def test_the_same_answers_never_look_the_same():
    services.answer(ME, FULL, nation="nation:wales")
    before = bytes(record_of(ME).sealed)
    services.answer(ME, FULL)
    assert bytes(record_of(ME).sealed) != before


def test_one_persons_answers_cannot_be_put_under_another_name():
    services.answer(ME, {"age": "16-24"}, nation="nation:wales")
    services.answer(YOU, {"age": "75-over"}, nation="nation:wales")
    mine, yours = record_of(ME), record_of(YOU)
    mine.sealed, yours.sealed = yours.sealed, mine.sealed
    mine.save()
    yours.save()
    for subject in (ME, YOU):
        with pytest.raises(Refused):
            queries.own(subject)


@pytest.mark.parametrize("place", [0, 5, 40, -1])
def test_a_changed_byte_is_refused(place):
    services.answer(ME, {"age": "16-24"}, nation="nation:wales")
    record = record_of(ME)
    changed = bytearray(bytes(record.sealed))
    changed[place] ^= 1
    record.sealed = bytes(changed)
    record.save()
    with pytest.raises(Refused):
        queries.own(ME)


def test_another_key_finds_nobody_and_opens_nothing(settings):
    services.answer(ME, {"age": "16-24"}, nation="nation:wales")
    record = record_of(ME)
    settings.EQUALITIES_KEY = "ab" * 32
    assert queries.own(ME) is None
    with pytest.raises(Refused):
        sealed.opened(record)


@pytest.mark.parametrize("key", ["abcd", "not hexadecimal at all", "ab" * 33])
def test_a_key_that_is_no_key_is_refused_at_the_start(settings, key):
    settings.EQUALITIES_KEY = key
    with pytest.raises(ValueError, match="64 hexadecimal"):
        sealed.keys()
    assert [one.id for one in key_opens_answers(None)] == ["equalities.key"]


def test_a_key_that_fits_lets_the_site_start(settings):
    settings.EQUALITIES_KEY = "ab" * 32
    assert key_opens_answers(None) == []


def test_the_key_is_kept_in_a_file_of_its_owner_and_not_in_the_database(settings, tmp_path):
    settings.VAR = tmp_path
    services.ask(ME, nation="")
    file = tmp_path / "equalities.key"
    assert file.stat().st_mode & 0o077 == 0
    assert len(bytes.fromhex(file.read_text().strip())) == 32


def test_a_record_knows_the_month_and_no_day():
    services.ask(ME, nation="")
    assert record_of(ME).month == timezone.localdate().replace(day=1)
    finer = {"DateTimeField", "TimeField", "BigAutoField", "AutoField", "ForeignKey"}
    assert not finer & {field.get_internal_type() for field in Record._meta.get_fields()}


def test_no_column_leads_to_a_person():
    assert not any(field.is_relation for field in Record._meta.get_fields())


@pytest.mark.slow
def test_ids_tell_nothing_of_the_order_in_which_people_answered():
    subjects = [f"application:{number}" for number in range(40)]
    for subject in subjects:
        services.ask(subject, nation="")
    by_id = list(Record.objects.order_by("pk").values_list("pseudonym", flat=True))
    assert by_id != [sealed.pseudonym(subject) for subject in subjects]


@pytest.mark.slow
@pytest.mark.skipif(connection.vendor != "sqlite", reason="looks into the file of SQLite")
@pytest.mark.django_db(transaction=True)
def test_the_file_of_the_database_holds_no_answer_and_no_name(tmp_path):
    services.answer("application:feedbeef01", FULL, nation="nation:wales")
    services.carry("application:feedbeef01", "member:cafe4711")
    copy = tmp_path / "copy.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM INTO '{copy}'")
    held = Path(copy).read_bytes()
    assert b"equalities_record" in held
    for word in (b"feedbeef01", b"cafe4711", b"mixed-white-black", b"gay-lesbian", b"75-over"):
        assert word not in held
