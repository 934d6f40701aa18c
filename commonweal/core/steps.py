"""The states of a letter in the outbox and the steps between them. docs/states.md draws them."""

from commonweal.core.models import Letter
from commonweal.core.states import Machine

S = Letter.Status

LETTER = Machine(
    name="letter",
    field="status",
    start=S.WAITING,
    labels=dict(Letter.Status.choices),
    steps={
        S.WAITING: (S.CLAIMED, S.CANCELLED),
        S.CLAIMED: (S.SENT, S.WAITING, S.FAILED, S.UNSURE, S.CANCELLED),
        S.SENT: (),
        S.UNSURE: (S.SENT, S.WAITING, S.CANCELLED),
        S.FAILED: (S.WAITING, S.CANCELLED),
        S.CANCELLED: (),
    },
    owners={
        S.WAITING: "the task worker, or the clock, when it is due",
        S.CLAIMED: "the mail server, for 15 minutes at most",
        S.SENT: "nobody",
        S.UNSURE: "the team, who send it again or leave it",
        S.FAILED: "the team, who send it again or leave it",
        S.CANCELLED: "nobody",
    },
    refusals={
        S.WAITING: "This letter is waiting to be sent already.",
        S.CLAIMED: "This letter is being sent right now. Look again in a minute.",
        S.SENT: "This letter has been sent.",
        S.UNSURE: "Nobody can say whether this letter arrived. Send it again or leave it.",
        S.FAILED: "This letter could not be sent. Send it again or leave it.",
        S.CANCELLED: "This letter is cancelled.",
    },
)
