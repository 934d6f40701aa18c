import datetime

import pytest
from django.urls import reverse

from commonweal.impact import services
from commonweal.impact.models import Snapshot
from tests.demo import demo_is
from tests.impact.community import AS_OF, people, took_part

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
DAY = datetime.date


@pytest.fixture(autouse=True)
def snapshot_root(settings, tmp_path):
    settings.SNAPSHOT_ROOT = tmp_path / "snapshots"


@pytest.fixture
def published():
    took_part(people(12, clinical=True), "EVENT", DAY(2022, 5, 1))
    return services.make_and_publish(AS_OF)


def test_the_community_in_figures_is_for_everybody(visitor, published):
    text = visitor.get(reverse("impact:figures")).text

    assert "as of 1 April 2023" in text
    assert "Clinical primary role" in text
    assert (
        "Figure 11, n = 12 members. Source: Commonweal: what members say in their profiles" in text
    )
    assert text.count('<svg xmlns="http://www.w3.org/2000/svg"') == 5
    assert 'href="/figures/new-members.csv"' in text
    assert "Invented data" not in text
    assert "style=" not in text


@pytest.mark.parametrize("times", [1, 3])
def test_the_page_runs_the_same_queries_for_any_number_of_snapshots(
    visitor, times, django_assert_num_queries
):
    for _ in range(times):
        services.make_and_publish(AS_OF)

    with django_assert_num_queries(1):
        visitor.get(reverse("impact:figures"))


def test_the_page_shows_what_was_published_last(visitor):
    services.make_and_publish(AS_OF)
    services.make_and_publish(DAY(2022, 4, 1))

    assert "as of 1 April 2022" in visitor.get(reverse("impact:figures")).text


def test_a_snapshot_whose_files_are_gone_gives_way_to_the_one_before(visitor, published):
    Snapshot.objects.create(
        as_of=DAY(2023, 5, 1), status="DONE", folder="lost", published_at=published.published_at
    )

    assert "as of 1 April 2023" in visitor.get(reverse("impact:figures")).text


def test_invented_figures_say_so(visitor):
    with demo_is(True):
        services.make_and_publish(AS_OF)
        assert "Invented data." in visitor.get(reverse("impact:figures")).text


def test_before_anything_is_published_the_page_says_so(visitor, team):
    for client, told in ((visitor, False), (team, True)):
        text = client.get(reverse("impact:figures")).text
        assert "No figures have been published yet" in text
        assert ("Make a snapshot and publish its figures" in text) is told


def test_a_figure_has_a_page_of_its_own(visitor, published):
    text = visitor.get(reverse("impact:figure", args=["growth"])).text

    assert '<h1 class="nhsuk-heading-l">Growth in membership</h1>' in text
    assert "The numbers" in text
    assert "31\N{NO-BREAK SPACE}March\N{NO-BREAK SPACE}2020" in text


def test_shares_and_changes_are_written_for_readers(visitor, published):
    text = visitor.get(reverse("impact:figure", args=["engagement-per-member"])).text

    assert "100.0%" in text
    assert "not shown" in text


@pytest.mark.parametrize(
    ("kind", "content_type", "start"),
    [
        ("csv", "text/csv; charset=utf-8", b"Year,People who joined\r\n"),
        ("svg", "image/svg+xml", b"<svg xmlns="),
        ("png", "image/png", b"\x89PNG"),
    ],
)
def test_a_figure_can_be_taken_away(visitor, published, kind, content_type, start):
    response = visitor.get(reverse("impact:download", args=["new-members", kind]))

    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"] == f'attachment; filename="07-new-members.{kind}"'
    assert b"".join(response.streaming_content).startswith(start)


def test_what_is_not_there_is_not_found(visitor, published):
    addresses = [
        "/figures/nothing/",
        "/figures/nothing.csv",
        "/figures/role-type.svg",
        "/figures/new-members.json",
        "/figures/..%2findex.csv",
    ]

    assert {visitor.get(address).status_code for address in addresses} == {404}


@pytest.mark.parametrize("address", ["/figures/growth/", "/figures/growth.csv"])
def test_before_anything_is_published_no_figure_is_found(visitor, address):
    assert visitor.get(address).status_code == 404
