"""Rows for tests, as plain as they can be."""

import datetime

import factory
from factory.django import DjangoModelFactory

from commonweal.core.models import Role, RoleGrant, User
from commonweal.core.text import fold
from commonweal.engagement.models import Participation
from commonweal.members.models import Audience, Member, Organisation

EVERYONE = dict.fromkeys(
    [
        "name", "pronouns", "role_title", "background", "clinical", "role_type", "seniority",
        "sector", "nation", "organisation", "place", "purpose", "interests", "skills", "offers",
        "asks", "photo", "links", "joined_on",
    ],
    Audience.EVERYONE.value,
)  # fmt: skip


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence("person{}@example.org".format)
    name = factory.Sequence("Person {}".format)


class RoleGrantFactory(DjangoModelFactory):
    class Meta:
        model = RoleGrant

    user = factory.SubFactory(UserFactory)
    role = Role.TEAM


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    code = factory.Sequence("ORG{}".format)
    name = factory.Sequence("Organisation {}".format)
    sort_name = factory.LazyAttribute(lambda o: fold(o.name))


class MemberFactory(DjangoModelFactory):
    class Meta:
        model = Member

    user = factory.SubFactory(UserFactory)
    name = factory.Sequence("Member {}".format)
    sort_name = factory.LazyAttribute(lambda m: fold(m.name))
    joined_on = datetime.date(2020, 1, 15)


class ParticipationFactory(DjangoModelFactory):
    class Meta:
        model = Participation

    member = factory.SubFactory(MemberFactory)
    offer = "EVENT"
    depth = "SUBSTANTIVE"
    mode = "IN_PERSON"
    day = datetime.date(2022, 5, 17)
    key = factory.Sequence("test:{}".format)
