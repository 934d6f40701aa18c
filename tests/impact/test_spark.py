import datetime
import shutil

import pytest

from commonweal.impact.figures.headlines import headlines
from commonweal.impact.figures.making import describe, figures
from commonweal.impact.snapshot.frozen import opened
from commonweal.members.models import Member
from tests.impact.community import AS_OF, frozen, organisation, people, took_part

DAY = datetime.date


@pytest.mark.spark
@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.filterwarnings("default")
@pytest.mark.skipif(not shutil.which("java"), reason="Java is not installed")
def test_spark_gives_the_tables_that_polars_gives(tmp_path):
    pytest.importorskip("pyspark")
    acute, charity = organisation("A", "acute"), organisation("B", "charity")
    members = [
        *people(14, joined_on=DAY(2019, 5, 1), organisation=acute, clinical=True,
                background_id="background:nurse", role_type_id="roletype:analysis"),
        *people(12, joined_on=DAY(2021, 5, 1), organisation=charity, clinical=False,
                background_id="background:analyst", seniority_id="seniority:early"),
        *people(11),
    ]  # fmt: skip
    Member.objects.filter(pk=members[0].pk).update(left_on=AS_OF, left_reason="left:retired")
    took_part(members, "EVENT", DAY(2020, 4, 2), DAY(2022, 5, 1), DAY(2023, 1, 1))
    took_part(members[:10], "COFFEE", DAY(2021, 6, 1))
    frozen(tmp_path / "s")

    on_polars = opened(tmp_path / "s")
    on_spark = opened(tmp_path / "s", engine="spark")

    for figure in figures():
        told = [describe(figure, figure.make(one), one) for one in (on_polars, on_spark)]
        assert told[0] == told[1]
    assert headlines(on_polars) == headlines(on_spark)
