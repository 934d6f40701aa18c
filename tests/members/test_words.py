"""The controlled lists are public, in every language they are known in."""

import pytest
from django.urls import reverse
from django.utils import translation

from commonweal.members.models import Term, Vocabulary
from commonweal.members.queries import term_labels

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
