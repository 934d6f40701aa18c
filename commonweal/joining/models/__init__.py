"""Waves, question sets, applications, and how they are read and decided."""

from commonweal.joining.models.applications import (
    Answer,
    Application,
    Invitation,
    MailLink,
    Status,
)
from commonweal.joining.models.deciding import (
    Conflict,
    Decision,
    Outcome,
    Reading,
    Score,
    SecondLook,
)
from commonweal.joining.models.questions import Question, QuestionSet
from commonweal.joining.models.waves import Criterion, EligibilityGroup, Wave

__all__ = [
    "Answer",
    "Application",
    "Conflict",
    "Criterion",
    "Decision",
    "EligibilityGroup",
    "Invitation",
    "MailLink",
    "Outcome",
    "Question",
    "QuestionSet",
    "Reading",
    "Score",
    "SecondLook",
    "Status",
    "Wave",
]
