"""The states of a request about one's data. docs/states.md draws them."""

from commonweal.core.states import Machine
from commonweal.stewardship.models import Status

S = Status
ENDED = "This request has ended already."
COPY = {S.WAITING, S.RUNNING, S.READY, S.FAILED, S.EXPIRED}
ERASING = {S.ASKED, S.DONE, S.REFUSED, S.TAKEN_BACK}

ACCESS = Machine(
    name="copy",
    field="status",
    start=S.WAITING,
    labels={state.value: str(state.label) for state in Status if state in COPY},
    steps={
        S.WAITING: (S.RUNNING, S.FAILED, S.EXPIRED),
        S.RUNNING: (S.READY, S.FAILED, S.EXPIRED),
        S.READY: (S.EXPIRED,),
        S.FAILED: (S.WAITING, S.EXPIRED),
        S.EXPIRED: (),
    },
    owners={
        S.WAITING: "the task worker",
        S.RUNNING: "the task worker",
        S.READY: "the person, to fetch it within 14 days",
        S.FAILED: "the person or a steward, to try again",
        S.EXPIRED: "nobody",
    },
    refusals={
        S.WAITING: "This copy is waiting to be made.",
        S.RUNNING: "This copy is being made.",
        S.READY: "This copy is ready.",
        S.FAILED: "This copy could not be made. Try again.",
        S.EXPIRED: "This copy was removed when its time was over. Ask for a new one.",
    },
)

ERASURE = Machine(
    name="erasure",
    field="status",
    start=S.ASKED,
    labels={state.value: str(state.label) for state in Status if state in ERASING},
    steps={
        S.ASKED: (S.DONE, S.REFUSED, S.TAKEN_BACK),
        S.DONE: (),
        S.REFUSED: (),
        S.TAKEN_BACK: (),
    },
    owners={
        S.ASKED: "a steward, within a month",
        S.DONE: "nobody",
        S.REFUSED: "nobody",
        S.TAKEN_BACK: "nobody",
    },
    refusals={
        S.ASKED: "This request waits for a steward.",
        S.DONE: "This person has been erased already.",
        S.REFUSED: ENDED,
        S.TAKEN_BACK: "The person took this request back.",
    },
)
