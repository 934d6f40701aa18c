"""Who may write the compact and keep the signposts."""

import rules

from commonweal.core.rules import is_team

RUN_COMPACT = "belonging.run_compact"
KEEP_SIGNPOSTS = "belonging.keep_signposts"

rules.add_perm(RUN_COMPACT, is_team)
rules.add_perm(KEEP_SIGNPOSTS, is_team)
