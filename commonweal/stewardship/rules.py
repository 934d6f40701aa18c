"""Who may look after other people's data."""

import rules

from commonweal.core.rules import is_evaluator, is_steward, is_team

RUN_RETENTION = "stewardship.run_retention"
READ_RECORD = "stewardship.read_record"
HANDLE_REQUESTS = "stewardship.handle_requests"

rules.add_perm(RUN_RETENTION, is_steward)
rules.add_perm(READ_RECORD, is_steward | is_team | is_evaluator)
rules.add_perm(HANDLE_REQUESTS, is_steward)
