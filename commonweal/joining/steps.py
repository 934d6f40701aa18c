"""The states of an application and the steps between them. docs/states.md draws them."""

from commonweal.core.states import Machine
from commonweal.joining.models.applications import Status

S = Status
DECIDED = "This application has been decided already."

APPLICATION = Machine(
    name="application",
    field="status",
    start=S.DRAFT,
    labels=dict(Status.choices),
    steps={
        S.DRAFT: (S.SENT, S.ADMITTED, S.LAPSED),
        S.LAPSED: (S.DRAFT,),
        S.SENT: (S.READING, S.ADMITTED, S.WAITING, S.REFUSED, S.WITHDRAWN),
        S.READING: (S.SENT, S.ADMITTED, S.WAITING, S.REFUSED, S.WITHDRAWN),
        S.WAITING: (
            S.READING,
            S.ADMITTED,
            S.REFUSED,
            S.SECOND_LOOK,
            S.REFUSED_AGAIN,
            S.WITHDRAWN,
        ),
        S.ADMITTED: (
            S.READING,
            S.WAITING,
            S.SECOND_LOOK,
            S.JOINED,
            S.NOT_TAKEN_UP,
            S.WITHDRAWN,
        ),
        # Withdrawn by somebody who was not told of the decision yet, as if there were none.
        S.REFUSED: (S.READING, S.WAITING, S.SECOND_LOOK, S.WITHDRAWN),
        S.SECOND_LOOK: (S.ADMITTED, S.WAITING, S.REFUSED_AGAIN, S.WITHDRAWN),
        S.REFUSED_AGAIN: (S.SECOND_LOOK, S.WAITING, S.WITHDRAWN),
        S.NOT_TAKEN_UP: (S.ADMITTED,),
        S.JOINED: (),
        S.WITHDRAWN: (),
    },
    owners={
        S.DRAFT: "the applicant",
        S.LAPSED: "the applicant, when the next wave opens",
        S.SENT: "the team or the partner, to have it read",
        S.READING: "its readers, then the team or the partner",
        S.WAITING: "the team or the partner, when a place comes free",
        S.ADMITTED: "the applicant, to accept the compact",
        S.JOINED: "nobody: they are a member",
        S.REFUSED: "the applicant, who may ask for a second look",
        S.SECOND_LOOK: "somebody who did not decide the first time",
        S.REFUSED_AGAIN: "nobody",
        S.WITHDRAWN: "nobody",
        S.NOT_TAKEN_UP: "nobody, unless the team or the partner offers the place again",
    },
    refusals={
        S.DRAFT: "This application has not been sent yet.",
        S.LAPSED: "This application was not sent before its wave closed. What was typed is kept.",
        S.SENT: "This application has been sent already.",
        S.READING: "This application has been sent and is being read.",
        S.WAITING: "This application is on the waiting list.",
        S.ADMITTED: DECIDED,
        S.JOINED: "This person is a member already.",
        S.REFUSED: DECIDED,
        S.SECOND_LOOK: "This application is being looked at a second time.",
        S.REFUSED_AGAIN: "This application was decided after a second look, which is final.",
        S.WITHDRAWN: "This application was withdrawn.",
        S.NOT_TAKEN_UP: "The place was not taken up in time.",
    },
)
