"""Every model says what it holds of people, and the site does not start until it does."""

import datetime

import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.db import models
from django.test.utils import isolate_apps

from commonweal.core.models import RoleGrant, User
from commonweal.core.privacy import checking, registry
from commonweal.core.privacy.declaring import (
    Basis,
    Erasure,
    Keep,
    keep_also,
    nothing_personal,
    personal,
)
from commonweal.core.privacy.people import Person, of_member, of_nobody, of_user

YEAR = datetime.timedelta(days=365)
NEITHER = "can be neither null nor empty: say in `blank` what it then holds, or that it `stays`"


@pytest.fixture(autouse=True)
def apart(monkeypatch):
    """What a test declares is forgotten after it."""
    for name in ("_PERSONAL", "_WITHOUT", "_RULES"):
        monkeypatch.setattr(registry, name, dict(getattr(registry, name)))
    monkeypatch.setattr(registry, "_OUTSIDE", list(registry._OUTSIDE))


@pytest.fixture
def diary():
    """A model made for one test."""
    with isolate_apps("tests"):

        class Diary(models.Model):
            owner = models.ForeignKey(User, models.CASCADE, related_name="+")
            words = models.TextField()
            mood = models.CharField(max_length=10, unique=True)
            day = models.DateField()
            photo = models.ImageField()
            seen = models.PositiveIntegerField(default=0)

            class Meta:
                app_label = "tests"

            def __str__(self):
                return self.words

        yield Diary


HOLDS = {"owner": "Whose", "words": "What they wrote", "photo": "A photo"}
PLAIN = ("mood", "day", "seen")


def declare(model, **other):
    said = {
        "title": "Your diary",
        "purpose": "To remember.",
        "basis": Basis.CONSENT,
        "holds": HOLDS,
        "plain": PLAIN,
        "of": of_user(model, "owner"),
        "erasure": Erasure.DELETE,
        "seen_by": "Its owner.",
        "forever": "As long as its owner likes.",
    }
    personal(model, **{**said, **other})


def problems(model):
    return list(checking.problems([model]))


def test_all_models_of_all_apps_say_what_they_hold():
    assert list(checking.problems(apps.get_models())) == []


def test_the_check_runs_with_those_of_django_and_names_the_model(monkeypatch):
    registry._PERSONAL.pop(RoleGrant)

    found = [error for error in run_checks() if error.id == "core.privacy"]

    assert [error.msg.split()[0] for error in found] == ["core.RoleGrant"]
    assert found[0].is_serious()


def test_a_model_that_says_nothing_is_refused(diary):
    assert problems(diary) == [
        "tests.Diary does not say what it holds of people: declare it with personal() or "
        "nothing_personal() in the privacy.py of its app."
    ]


def test_a_whole_declaration_is_taken(diary):
    declare(diary)

    assert problems(diary) == []


def test_a_model_is_declared_once(diary):
    declare(diary)

    with pytest.raises(ValueError, match=r"tests\.Diary is declared twice"):
        nothing_personal(diary, because="It holds words.")


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"title": ""}, "says nothing in “title”"),
        ({"purpose": ""}, "says nothing in “purpose”"),
        ({"seen_by": ""}, "says nothing in “seen_by”"),
        ({"holds": {**HOLDS, "words": ""}}, "does not say in words what “words” is"),
        ({"forever": ""}, "says neither how long it is kept (keep) nor why it may stay (forever)"),
        ({"plain": ("day", "seen")}, "must place in holds or plain: mood"),
        ({"plain": ()}, "must place in holds or plain: day, mood, seen"),
        ({"plain": (*PLAIN, "weather")}, "has no such fields: weather"),
        ({"holds": {**HOLDS, "weather": "Rain"}}, "has no such fields: weather"),
        ({"plain": (*PLAIN, "words")}, "says of these that they are personal and plain: words"),
        ({"stays": ("day",)}, "leaves these at erasure, and yet does not hold them: day"),
    ],
)
def test_what_a_declaration_leaves_out_is_said(diary, said, problem):
    declare(diary, **said)

    assert problems(diary) == [f"tests.Diary {problem}."]


def test_a_new_field_must_be_placed_before_the_site_starts(diary):
    declare(diary)
    models.CharField(max_length=20, default="").contribute_to_class(diary, "nickname")

    assert problems(diary) == ["tests.Diary must place in holds or plain: nickname."]


@pytest.mark.parametrize(
    ("rule", "problem"),
    [
        ((YEAR, "day", ""), "has a rule of retention without a reason"),
        (
            (YEAR, "", "A year."),
            "has a rule of retention that says neither since when nor for which rows",
        ),
        (
            (YEAR, "words", "A year."),
            "counts a rule of retention from “words”, which is no day or time",
        ),
        (
            (YEAR, "day", "A year.", ("weather",)),
            "has a rule of retention for fields it does not have: weather",
        ),
        ((YEAR, "day", "A year.", ("day",)), f"is to empty “day”, which {NEITHER}"),
        ((YEAR, "day", "A year.", ("owner",)), f"is to empty “owner”, which {NEITHER}"),
        (
            (YEAR, "day", "A year.", ("mood",)),
            "is to empty “mood”, which is unique, so two rows could not both be empty",
        ),
        (
            (YEAR, "day", "A year.", ("words",), {}, {"seen": 0}),
            "says what these would hold, and empties them by no rule: seen",
        ),
    ],
)
def test_what_is_wrong_with_a_rule_is_said(diary, rule, problem):
    declare(diary, keep=[Keep(*rule)])

    assert problems(diary) == [f"tests.Diary {problem}."]


@pytest.mark.parametrize("rule", [{"since": "sent_at"}, {"since": "day", "only": {"weather": 1}}])
def test_a_rule_that_asks_for_what_is_not_there_is_said(diary, rule):
    declare(diary, keep=[Keep(after=YEAR, why="A year.", **rule)])

    (problem,) = problems(diary)
    assert problem.startswith("tests.Diary has a rule of retention that asks for what is not there")


def test_a_rule_may_give_what_a_field_that_cannot_be_empty_then_holds(diary):
    rule = Keep(YEAR, "day", "A year.", ("seen", "words"), blank={"seen": 0})
    declare(diary, keep=[rule], forever="")

    assert problems(diary) == []


def test_a_rule_added_by_another_app_is_looked_at_too(diary):
    declare(diary)
    keep_also(diary, Keep(YEAR, "day", ""))

    assert problems(diary) == ["tests.Diary has a rule of retention without a reason."]


def test_emptying_at_erasure_must_be_possible(diary):
    declare(diary, erasure=Erasure.BLANK)

    assert problems(diary) == [f"tests.Diary is to empty “owner”, which {NEITHER}."]


def test_what_stays_at_erasure_and_what_an_app_erases_itself_need_not_be_emptied(diary):
    declare(diary, erasure=Erasure.BLANK, stays=("owner",))
    assert problems(diary) == []

    registry._PERSONAL.pop(diary)
    declare(diary, erasure=Erasure.BLANK, erase=lambda person: 0)
    assert problems(diary) == []


def test_whoever_says_it_holds_nothing_says_why(diary):
    nothing_personal(diary, because="")

    assert "tests.Diary does not say why it holds nothing personal." in problems(diary)


def test_a_row_that_belongs_to_a_person_is_not_taken_for_nothing(diary):
    nothing_personal(diary, because="Nobody reads it.")

    assert problems(diary) == [
        "tests.Diary says it holds nothing personal, and yet each row belongs to its “owner”."
    ]


def test_an_address_is_not_taken_for_nothing():
    with isolate_apps("tests"):

        class Visit(models.Model):
            ip = models.GenericIPAddressField()
            mail = models.EmailField()

            class Meta:
                app_label = "tests"

            def __str__(self):
                return self.ip

    nothing_personal(Visit, because="Nobody reads it.")

    assert problems(Visit) == [
        "tests.Visit says it holds nothing personal, and yet has “ip”.",
        "tests.Visit says it holds nothing personal, and yet has “mail”.",
    ]


@pytest.mark.django_db
def test_nobody_is_found_where_a_request_names_no_account():
    RoleGrant.objects.create(user=User.objects.create_user("ann@example.org"), role="TEAM")
    somebody = Person(emails=frozenset({"ann@example.org"}))

    assert not of_user(RoleGrant, "user", "granted_by")(somebody).exists()
    assert not of_member(RoleGrant, "user__member")(somebody).exists()
    assert not of_nobody(RoleGrant)(somebody).exists()


@pytest.mark.django_db
def test_declarations_find_the_rows_of_everybody_they_name():
    person = Person(user=User.objects.create_user("ann@example.org"), member=1)

    for declared in registry.declarations():
        assert declared.of(person).model is declared.model
        assert declared.of(Person()).count() == 0
