"""Whatever is typed into an address, the answer is a page."""

import pytest

from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db

ODD = ["%00", "%FF%FE", "a" * 3000, "%22%27%3B--", "%F0%9F%A6%8A", ",", ",,,", "1,%00"]


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize(
    "address",
    [
        "/organisations/?q={}",
        "/organisations/?after={}",
        "/organisations/?nation={}",
        "/organisations/{pk}/?after={}",
        "/seniority/?title={}",
    ],
)
def test_odd_words_in_an_address_are_no_error(visitor, address, odd):
    where = address.format(odd, pk=OrganisationFactory().pk)

    assert visitor.get(where).status_code == 200


@pytest.mark.parametrize("odd", ODD)
def test_odd_words_are_no_error_on_the_desk_and_ones_own_pages(team, member, odd):
    assert team.get(f"/desk/seniority/?after={odd}").status_code == 200
    assert member.get(f"/people/me/edit/organisation/?q={odd}").status_code == 200
    assert member.get(f"/people/me/?as={odd}").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/organisations/99999999999999999999999/",
        "/people/" + "a" * 3000 + "/",
        "/people/x/photo/",
        "/people/me/edit/99/",
    ],
)
def test_there_is_nothing_at_an_address_nobody_gave_out(member, address):
    assert member.get(address).status_code == 404
