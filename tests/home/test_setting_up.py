import datetime

import pytest
import time_machine
from django.core.management import CommandError, call_command

from commonweal.core.errors import Refused
from commonweal.home import setting_up
from commonweal.home.management.commands import serve
from tests.factories import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db

MANIFEST = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"


@pytest.fixture
def said():
    return []


@pytest.fixture
def called(monkeypatch):
    """The commands that setting up called, which are tested elsewhere, instead of calling them."""
    names = []
    monkeypatch.setattr(setting_up, "call_command", lambda name, **options: names.append(name))
    return names


@pytest.fixture
def demo(settings, tmp_path):
    settings.DEMO, settings.VAR = True, tmp_path
    return settings


def test_a_database_that_is_up_to_date_is_left_alone(said, called, demo):
    setting_up.migrate(said.append)
    assert (said, called) == ([], [])


def test_a_database_that_is_behind_is_migrated(said, called, demo, monkeypatch):
    monkeypatch.setattr(setting_up, "migrations_are_due", lambda: True)
    setting_up.migrate(said.append)
    assert (said, called) == (["Preparing the database …"], ["migrate"])


def test_a_long_step_says_how_long_it_took(said, monkeypatch):
    clock = iter([100.0, 107.4])
    monkeypatch.setattr(setting_up.time, "monotonic", lambda: next(clock))
    with setting_up.step("Working", said.append):
        pass
    assert said == ["Working …", "  done in 7 seconds"]


@pytest.mark.slow
def test_static_files_are_collected_once_and_again_when_one_changes(said, settings, tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    (source / "plain.css").write_text("p { margin: 0 }")
    settings.STATIC_ROOT, settings.STATICFILES_DIRS = tmp_path / "static", [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = {"staticfiles": {"BACKEND": MANIFEST}}
    for _ in range(2):
        setting_up.collect_static(said.append)
    assert said == ["Collecting stylesheets and scripts …"]
    (source / "plain.css").write_text("p { margin: 1rem }")
    setting_up.collect_static(said.append)
    assert said == ["Collecting stylesheets and scripts …"] * 2


def test_the_demo_fills_an_empty_database(said, called, demo):
    setting_up.load_demo(said.append)
    assert called == ["demo"]


def test_the_demo_goes_on_where_it_was_cut_short(said, demo, monkeypatch):
    ends = []

    def cut_short_once(name, until):
        ends.append((name, until))
        UserFactory()
        if len(ends) == 1:
            raise KeyboardInterrupt

    monkeypatch.setattr(setting_up, "call_command", cut_short_once)
    with time_machine.travel("2026-11-03"), pytest.raises(KeyboardInterrupt):
        setting_up.load_demo(said.append)
    with time_machine.travel("2026-11-09"):
        setting_up.load_demo(said.append)
        setting_up.load_demo(said.append)
    assert ends == [("demo", datetime.date(2026, 11, 3))] * 2


@pytest.mark.parametrize("factory", [UserFactory, OrganisationFactory])
def test_the_demo_leaves_a_database_in_use_alone(said, called, demo, factory):
    factory()
    setting_up.load_demo(said.append)
    assert called == []


def test_there_is_no_demo_while_it_is_off(said, called, demo):
    demo.DEMO = False
    setting_up.load_demo(said.append)
    assert called == []


def test_everything_is_prepared_in_order(said, called, demo, monkeypatch):
    monkeypatch.setattr(setting_up, "migrations_are_due", lambda: True)
    demo.STATIC_ROOT = demo.VAR / "static"
    demo.STATIC_ROOT.mkdir()
    setting_up.prepare(said.append)
    assert called == ["migrate", "collectstatic", "demo"]


def test_serving_waits_for_the_stylesheets(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    with pytest.raises(CommandError, match="First: commonweal collectstatic"):
        call_command("serve")


def test_serving_waits_for_the_database(monkeypatch):
    monkeypatch.setattr(setting_up, "migrations_are_due", lambda: True)
    with pytest.raises(CommandError, match="First: commonweal migrate"):
        call_command(serve.Command())


@pytest.mark.django_db
def test_a_folder_that_held_the_demo_is_not_served_to_real_people(settings):
    settings.DEMO = False
    setting_up.refuse_former_demo()
    UserFactory(email="team@demo.invalid")
    with pytest.raises(Refused, match="holds the demo community"):
        setting_up.refuse_former_demo()
    settings.DEMO = True
    setting_up.refuse_former_demo()
