"""What belonging has done by the clock."""

from commonweal.belonging.services import reminding
from commonweal.core.schedule import at

at(
    "20 8 * * *",
    "belonging.remind_admitted",
    "Remind those admitted who have not joined, and give up places after 60 days",
    reminding.remind_admitted,
)
at(
    "40 8 * * *",
    "belonging.remind_newcomers",
    "Write once to newcomers who did nothing with their way in",
    reminding.remind_quiet_newcomers,
)
at(
    "50 8 * * *",
    "belonging.welcome_the_rest",
    "Welcome those who joined and stopped half-way",
    reminding.welcome_the_rest,
)
