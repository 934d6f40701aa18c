import threading

import pytest
from django.core.management import call_command

from commonweal.core import clock
from commonweal.home import serving


@pytest.mark.django_db
def test_cron_can_have_the_clock_look_once(monkeypatch, capsys):
    monkeypatch.setattr(clock, "do_what_is_due", lambda told: 3)
    call_command("clock", "--once")

    assert capsys.readouterr().out == "3 done.\n"


def test_the_clock_goes_on_until_it_is_told_to_stop(monkeypatch):
    told, kept = threading.Event(), []
    monkeypatch.setattr(serving, "listen_for_stop", lambda: told)
    monkeypatch.setattr(clock, "keep", kept.append)
    call_command("clock")

    assert kept == [told]
