"""What words and facets find, in which order, page by page."""

import pytest

from commonweal.search import queries
from commonweal.search.cursors import Cursor, decode, encode
from commonweal.search.models import Audience, Document
from tests.search.conftest import entry

pytestmark = pytest.mark.django_db
WALES, HEALTH, CHARITY = "nation:wales", "sector:health", "sector:charity"


def ask(text="", **options):
    return queries.search(text, audience=Audience.EVERYONE, **options)


def test_without_words_everything_is_listed_a_to_z(keep, find):
    keep(entry("Zoë"), entry("Ángel"), entry("Mair"))
    assert find() == ["Ángel", "Mair", "Zoë"]


def test_a_kind_can_be_asked_for(keep, find):
    keep(entry("Mair"), entry("Mair Clinic", kind="organisation"))
    assert [find(kind="organisation"), find("mair", kind="person"), find("mair")] == [
        ["Mair Clinic"],
        ["Mair"],
        ["Mair", "Mair Clinic"],
    ]


def test_kinds_are_those_with_something_to_find(keep):
    keep(entry("Mair"), entry("Clinic", kind="organisation", audience=Audience.MEMBERS))
    assert queries.kinds(Audience.EVERYONE) == ["person"]
    assert queries.kinds(Audience.MEMBERS) == ["organisation"]


def test_every_word_must_be_there_somewhere(keep, find):
    keep(
        entry("Mair", summary="Nurse", body="Huddles and flow"),
        entry("Alun", summary="Nurse", body="Sepsis"),
    )
    assert [find("nurse huddles"), find("nurse"), find("nurse maternity")] == [
        ["Mair"],
        ["Alun", "Mair"],
        [],
    ]


def test_those_whose_name_has_the_words_come_first(keep, find):
    keep(entry("Alun", body="Works with Wyn"), entry("Wyn Moor"), entry("Wyn Ash"))
    assert find("wyn") == ["Wyn Ash", "Wyn Moor", "Alun"]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Gŵyr Ní Bhriain", "gwyr ni bhriain"),
        ("Sean O’Brien", "obrien"),
        ("Sean O'Brien", "O’Brien"),
        ("Sean OBrien", "o'brien"),
        ("Sean O'Brien", "o brien"),
        ("Sean O'Brien", "brien"),
        ("Ann Smith-Jones", "jones"),
        ("Ann Smith-Jones", "smithjones"),
        ("Ann Smith Jones", "smith-jones"),
        ("ANN", "ann"),
        ("Łukasz Straße", "łukasz strasse"),
        ("Αθηνά", "αθηνα"),
        ("Margaret", "marg"),
    ],
)
def test_a_name_is_found_however_it_is_written(keep, find, title, text):
    keep(entry(title), entry("Somebody Else"))
    assert find(text) == [title]


def test_small_words_do_not_narrow_unless_they_are_all_there_is(keep, find):
    keep(entry("Mair", body="Coaching, Wales"), entry("On Li"))
    assert [find("coaching in Wales"), find("on")] == [["Mair"], ["On Li"]]


@pytest.mark.parametrize(
    "text", ['"', "'", "\"'*(^:-", "AND", "a AND OR NOT", "NEAR(a b)", "\x00", "\ud800", "%s", "\\"]
)  # fmt: skip
def test_what_engines_take_for_orders_are_words(keep, text):
    keep(entry("Mair"))
    assert ask(text).hits == ()


def test_ten_thousand_letters_and_five_thousand_words_are_a_question_like_any_other(keep, find):
    keep(entry("Mair"))
    assert [find("x" * 10_000), find("mair " * 5_000)] == [[], ["Mair"]]


def test_a_question_without_letters_finds_nothing(keep, find):
    keep(entry("Mair"))
    assert [find("🙂 …"), find("  ")] == [[], ["Mair"]]


def test_facets_of_a_group_are_alternatives_and_groups_add_up(keep, find):
    keep(
        entry("Alun", facets=(WALES, HEALTH)),
        entry("Bea", facets=(WALES, CHARITY)),
        entry("Cal", facets=(WALES,)),
        entry("Dee", facets=(HEALTH,)),
    )
    assert [find(facets=[WALES, HEALTH, CHARITY]), find("alun", facets=[HEALTH])] == [
        ["Alun", "Bea"],
        ["Alun"],
    ]


def test_a_facet_is_matched_whole_whatever_its_letters(keep, find, few):
    strange = "nation:wales'\"%_\\:*"
    keep(*(entry(f"Mair {number}", facets=(strange,)) for number in range(4)))
    keep(*(entry(f"Alun {number}", facets=("nation:wales-west",)) for number in range(4)))
    assert [find(facets=[strange], limit=1), find(facets=["nation:wales"])] == [["Mair 0"], []]


def test_a_facet_is_asked_of_every_kind_unless_one_is_named(keep, find):
    assert find("mair", facets=[WALES]) == []
    keep(entry("Mair", facets=(WALES,)), entry("Mair Clinic", kind="organisation", facets=(WALES,)))
    assert [find("mair", facets=[WALES]), find(facets=[WALES], kind="organisation")] == [
        ["Mair", "Mair Clinic"],
        ["Mair Clinic"],
    ]


def test_a_hit_says_which_facets_it_meets(keep):
    keep(entry("Alun", facets=("offer:skill:bids", WALES)))
    (hit,) = ask(facets=[WALES, "nation:england"]).hits
    assert (hit.why, hit.facets) == ((WALES,), ("offer:skill:bids", WALES))


def test_counts_are_of_everything_found(keep):
    keep(
        entry("Alun", facets=(WALES, HEALTH)),
        entry("Bea", facets=(WALES,)),
        entry("Cal", facets=(CHARITY,)),
    )
    counts = [
        dict(page.facet_counts)
        for page in (ask(limit=1), ask(facets=[WALES]), ask("cal"), ask("x"))
    ]
    assert [{key: n for key, n in each.items() if key} for each in counts] == [
        {WALES: 2, HEALTH: 1, CHARITY: 1},
        {WALES: 2, HEALTH: 1},
        {CHARITY: 1},
        {},
    ]


# Pages


def walk(text="", **options):
    """The titles of each page in turn, and then of each page on the way back."""
    pages = [ask(text, limit=2, **options)]
    while pages[-1].next:
        pages.append(ask(text, limit=2, after=pages[-1].next, **options))
    back = [pages[-1]]
    while back[-1].previous is not None:
        back.append(ask(text, limit=2, after=back[-1].previous, **options))
    return [[[hit.title for hit in page.hits] for page in way] for way in (pages, back)]


@pytest.mark.parametrize("options", [{}, {"facets": [WALES]}, {"text": "mair"}], ids=str)
@pytest.mark.parametrize("number", [4, 5])
def test_pages_lead_through_everything_and_back(keep, options, number):
    keep(*(entry("Mair", ref=str(each), facets=(WALES,), url=f"/{each}/") for each in range(3)))
    keep(*(entry(f"Mair {each}", facets=(WALES,)) for each in range(number - 3)))

    pages, back = walk(**options)

    titles = ["Mair"] * 3 + [f"Mair {each}" for each in range(number - 3)]
    assert pages == [titles[at : at + 2] for at in range(0, number, 2)]
    assert back == pages[::-1]


def test_people_of_one_name_are_each_shown_once(keep):
    keep(*(entry("Mair", ref=str(each), url=f"/{each}/") for each in range(5)))
    page, urls = ask(limit=2), []
    while page.hits:
        urls += [hit.url for hit in page.hits]
        page = ask(limit=2, after=page.next or encode(Cursor(9, "z", 0)))
    assert sorted(urls) == [f"/{each}/" for each in range(5)]


def test_more_than_can_be_counted_is_walked_with_facets(keep, few):
    keep(*(entry(f"Mair {each}", facets=(WALES, HEALTH)) for each in range(5)))

    one, two = ask(facets=[WALES], limit=2), ask(facets=[WALES, HEALTH], limit=2)

    assert [(p.total, p.total_is_capped, p.counts_are_known) for p in (one, two)] == [
        (5, False, False),
        (3, True, False),
    ]
    pages, back = walk(facets=[WALES, HEALTH])
    assert pages == [["Mair 0", "Mair 1"], ["Mair 2", "Mair 3"], ["Mair 4"]]
    assert back == pages[::-1]


def test_more_than_can_be_counted_ends_after_the_first_with_words(keep, few):
    keep(*(entry(f"Alun {each}", body="Knows Mair") for each in range(5)), entry("Mair"))

    page = ask("mair", limit=2)

    assert (page.total, page.total_is_capped, page.facet_counts) == (3, True, {})
    assert walk("mair")[0] == [["Mair", "Alun 0"], ["Alun 1"]]


@pytest.mark.parametrize(
    "after",
    ["x", "%%%", "🙂", "W10", "MTIz", "x" * 5_000, encode(Cursor(0, "a\x00", 1)),
     encode(Cursor("0", "a", 1)), encode(Cursor(0, 1, 1)), encode(Cursor(0, "a", 2**70))],
    ids=range(10),
)  # fmt: skip
def test_a_cursor_that_is_none_shows_the_first_page(keep, find, after):
    keep(entry("Mair"))
    assert find(after=after) == ["Mair"]
    assert decode(after) is None


def test_past_the_end_there_is_nothing_and_a_way_back(keep):
    keep(entry("Mair"))
    page = ask(after=encode(Cursor(0, "zz", 1)))
    assert (page.hits, page.next, page.previous) == ((), "", "")


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("question", "queries_run"),
    [
        ({}, 2),
        ({"facets": [WALES], "kind": "person"}, 4),
        ({"text": "mair"}, 5),
        ({"text": "mari"}, 7),
    ],
    ids=str,
)
def test_a_search_runs_the_same_queries_for_any_number_found(
    keep, count, question, queries_run, django_assert_num_queries
):
    keep(*(entry(f"Mair {each}", facets=(WALES,)) for each in range(count)))
    with django_assert_num_queries(queries_run):
        assert ask(**question).total == count


def test_what_is_deleted_without_a_word_to_the_index_is_not_shown(keep):
    keep(entry("Mair"))
    Document.objects.all().delete()
    assert (ask("mair").hits, ask().hits) == ((), ())
