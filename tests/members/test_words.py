"""The controlled lists are public, in every language they are known in."""

import pytest
from django.urls import reverse
from django.utils import translation

from commonweal.members.models import Term, Vocabulary
from commonweal.members.queries import term_labels
from commonweal.search import queries as search
from tests.factories import EVERYONE, MemberFactory

pytestmark = pytest.mark.django_db


def test_every_list_is_published_with_its_welsh_and_irish_words(visitor):
    text = visitor.get(reverse("members:words")).text

    assert [name for name in Vocabulary.labels if name not in text] == []
    assert '<span lang="cy">Cymru</span>' in text


def test_retired_words_are_not_published(visitor):
    Term.objects.filter(key="nation:wales").update(retired=True)

    assert "Cymru" not in visitor.get(reverse("members:words")).text


def test_labels_are_in_the_readers_language_where_they_are_known():
    with translation.override("cy"):
        welsh = term_labels()
    with translation.override("ga"):
        irish = term_labels()

    assert (welsh["nation:wales"], irish["nation:ireland"]) == ("Cymru", "Éire")
    assert welsh["skill:coaching"] == "Hyfforddi"
    assert irish["interest:flow"] == "Flow through services"


def test_a_term_knows_its_code():
    assert Term.objects.get(key="nation:wales").code == "wales"


def test_a_word_not_known_yet_in_a_language_says_so(visitor):
    Term.objects.exclude(key="nation:wales").update(retired=True)
    Term.objects.update(label_cy="Cymru", label_ga="")

    text = visitor.get(reverse("members:words")).text

    assert text.count('<span class="cw-note">not known yet</span>') == 1
    assert '<span lang="cy">Cymru</span>' in text
    assert 'lang="ga"></span>' not in text


def test_people_are_found_by_a_changed_word_once_it_is_saved(
    team, django_capture_on_commit_callbacks
):
    MemberFactory(name="Any Body", visibility=EVERYONE, nation_id="nation:wales")
    changed = {"label": "Quokkaland", "label_cy": "Cymru", "label_ga": "", "order": "1"}

    with django_capture_on_commit_callbacks(execute=True):
        team.post(change("nation:wales"), changed)

    hits = search.search("quokkaland", audience="EVERYONE", kind="person").hits
    assert [hit.title for hit in hits] == ["Any Body"]


def test_nothing_is_reindexed_for_a_word_nobody_reads(team, django_capture_on_commit_callbacks):
    term = Term.objects.get(key="nation:wales")
    same = {"label": term.label, "label_cy": term.label_cy, "label_ga": term.label_ga}

    with django_capture_on_commit_callbacks() as queued:
        team.post(change(term.pk), {**same, "order": "77"})
        new = {"key": "skill:whistling", "vocabulary": "skill", "label": "Whistling", "order": "1"}
        team.post(reverse("admin:members_term_add"), new)

    assert Term.objects.get(key="nation:wales").order == 77
    assert Term.objects.get(key="skill:whistling").label == "Whistling"
    assert queued == []


def test_a_key_of_another_list_is_refused_in_a_sentence(team):
    wrong = {"key": "whistling", "vocabulary": "skill", "label": "Whistling", "order": "1"}

    text = team.post(reverse("admin:members_term_add"), wrong).text

    assert "Begin the key as the other keys of this list do" in text
    assert not Term.objects.filter(key="whistling").exists()


def change(key):
    return reverse("admin:members_term_change", args=[key])
