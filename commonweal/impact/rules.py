"""Who may freeze the community and publish its figures. Reading the figures is for everybody."""

import rules

from commonweal.core.rules import is_evaluator, is_team

MAKE_SNAPSHOT = "impact.make_snapshot"
PUBLISH_SNAPSHOT = "impact.publish_snapshot"

rules.add_perm(MAKE_SNAPSHOT, is_team | is_evaluator)
rules.add_perm(PUBLISH_SNAPSHOT, is_team | is_evaluator)
