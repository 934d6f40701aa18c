"""A small invented community, made by hand so that a test can count it again."""

import datetime

from commonweal.core.text import fold
from commonweal.engagement.models import Participation
from commonweal.impact.figures.making import figures
from commonweal.impact.snapshot.frozen import opened
from commonweal.impact.snapshot.writing import freeze
from commonweal.members.models import Member, Organisation

AS_OF = datetime.date(2023, 4, 1)
TODAY = datetime.date(2023, 6, 1)


def organisation(name, kind):
    return Organisation.objects.create(
        code=name, name=name, sort_name=fold(name), type_id=kind and f"orgtype:{kind}"
    )


def people(count, **fields):
    """`count` members who share these fields, as the database has them."""
    fields = {"joined_on": datetime.date(2020, 1, 15)} | fields
    first = Member.objects.count()
    names = [f"Member {first + i}" for i in range(count)]
    made = [Member(name=name, sort_name=fold(name), **fields) for name in names]
    Member.objects.bulk_create(made)
    return list(Member.objects.filter(name__in=names).order_by("pk"))


def took_part(members, offer, *days):
    first = Participation.objects.count()
    Participation.objects.bulk_create(
        Participation(
            member=member,
            offer=offer,
            depth="LIGHT",
            mode="ONLINE",
            day=day,
            key=f"test:{first}:{i}:{member.pk}",
        )
        for i, day in enumerate(days)
        for member in members
    )


def frozen(folder, *, as_of=AS_OF, today=TODAY, engine="polars"):
    """The community as it was on a day, frozen in `folder` and opened."""
    freeze(folder, as_of=as_of, today=today)
    return opened(folder, engine=engine)


def content(slug, snapshot):
    """What the figure of this name says on a snapshot."""
    return next(each for each in figures() if each.slug == slug).make(snapshot)
