import pytest

from commonweal.config.env import Env, Setting


def test_a_setting_not_given_is_its_default():
    assert Env().text("COMMONWEAL_TEST", "blue", "A colour.") == "blue"


def test_a_setting_given_is_what_was_given(monkeypatch):
    monkeypatch.setenv("COMMONWEAL_TEST", "red")
    assert Env().text("COMMONWEAL_TEST", "blue", "A colour.") == "red"


@pytest.mark.parametrize(
    ("given", "on"), [("1", True), ("Yes", True), (" on ", True), ("0", False), ("", False)]
)
def test_a_flag_is_on_for_a_few_words_only(monkeypatch, given, on):
    monkeypatch.setenv("COMMONWEAL_TEST", given)
    assert Env().flag("COMMONWEAL_TEST", True, "A switch.") is on


def test_a_flag_not_given_is_its_default():
    assert Env().flag("COMMONWEAL_TEST", True, "A switch.") is True


def test_a_number_that_is_none_is_refused_in_a_sentence(monkeypatch):
    monkeypatch.setenv("COMMONWEAL_TEST", "eight")
    with pytest.raises(SystemExit, match="COMMONWEAL_TEST must be a whole number, not “eight”"):
        Env().number("COMMONWEAL_TEST", 8, "A number.")


def test_a_list_forgives_spaces_and_stray_commas(monkeypatch):
    monkeypatch.setenv("COMMONWEAL_TEST", "a.org, b.org,,")
    assert Env().words("COMMONWEAL_TEST", "", "Names.") == ["a.org", "b.org"]


def test_every_setting_read_is_remembered_for_the_docs():
    env = Env()
    env.number("COMMONWEAL_TEST", 8, "A number.")
    assert env.settings == [Setting("COMMONWEAL_TEST", "8", "A number.")]
