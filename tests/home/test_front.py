import pytest

pytestmark = pytest.mark.django_db


def test_a_visitor_reads_the_front_page(client):
    assert "Commonweal" in client.get("/").text
