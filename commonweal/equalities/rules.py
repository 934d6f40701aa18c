"""Who may see numbers made from answers, open one person's, and read who did."""

import rules

from commonweal.core.rules import is_steward

SEE_NUMBERS = "equalities.see_numbers"
OPEN_ANSWERS = "equalities.open_answers"
SEE_READS = "equalities.see_reads"

rules.add_perm(SEE_NUMBERS, is_steward)
rules.add_perm(OPEN_ANSWERS, is_steward)
rules.add_perm(SEE_READS, is_steward)
