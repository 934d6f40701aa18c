"""Rows of belonging for tests."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from commonweal.belonging.models import Compact, Signpost, Step, WayIn
from tests.factories import MemberFactory


class CompactFactory(DjangoModelFactory):
    """A version that holds. Version 1 ships with the product."""

    class Meta:
        model = Compact

    version = 2
    can_expect = "You find others.\nYou are named."
    expected = "Listen first."
    what_changed = "We are shorter now."
    published_at = factory.LazyFunction(timezone.now)


class SignpostFactory(DjangoModelFactory):
    class Meta:
        model = Signpost

    kind = Signpost.Kind.GROUP
    title = factory.Sequence("Signpost {}".format)
    url = factory.Sequence("https://example.org/{}".format)


class WayInFactory(DjangoModelFactory):
    class Meta:
        model = WayIn

    member = factory.SubFactory(MemberFactory)


class StepFactory(DjangoModelFactory):
    class Meta:
        model = Step

    way_in = factory.SubFactory(WayInFactory)
    kind = "GROUP"
    because = "Is for everybody who is new"
