"""What the index keeps about people, why, and for how long. Whoever fills it declares documents."""

from commonweal.core.privacy.declaring import nothing_personal
from commonweal.search.models import Spelling, Tally

nothing_personal(
    Spelling,
    because="It is a list of single words without a link to anybody. A word goes with the last "
    "page that holds it.",
)
nothing_personal(Tally, because="It counts pages and names nobody.")
