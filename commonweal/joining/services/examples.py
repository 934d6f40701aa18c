"""Something to begin with: groups, questions and criteria for a community of improvement.

The words are our own. A community makes them its own on the desk; nothing here is put in by itself.
"""

from django.db import transaction

from commonweal.core import audit
from commonweal.core.errors import Refused
from commonweal.core.models import User
from commonweal.joining.models import Criterion, EligibilityGroup, Question, QuestionSet, Wave
from commonweal.joining.services import questions

# Key, who they are, who that includes.
GROUPS = (
    (
        "lived-experience",
        "Somebody who brings the perspective of patients, service users or carers",
        "From your own life or from speaking for others, paid or unpaid.",
    ),
    (
        "care",
        "Somebody who works in a health or care organisation",
        "Any role: clinical or not, in hospitals, primary care, mental health, social care, "
        "public health or the voluntary sector.",
    ),
    (
        "alumni",
        "Somebody who has finished a course in improvement",
        "A fellowship, a degree or a longer programme about improving health and care.",
    ),
    (
        "national",
        "Somebody who works in a national organisation",
        "A regulator, an arm’s length body, a royal college, a government, a national charity.",
    ),
    (
        "local-support",
        "Somebody whose work is helping others to improve",
        "In an innovation network, an improvement team, a university or a consultancy.",
    ),
    (
        "research",
        "Somebody who studies or teaches improvement",
        "Researchers, evaluators, teachers and students.",
    ),
)
CRITERIA = (
    (
        "experience",
        "Has taken part in improving health or care",
        "0: nothing yet, or no part of their own in it. 3: a clear example in which their own "
        "part can be seen, whatever its size.",
    ),
    (
        "learning",
        "Learns from what happens",
        "0: says only that it went well. 3: says what surprised them, what did not work, and what "
        "they do differently since.",
    ),
    (
        "giving",
        "Would give something to others",
        "0: nothing that others could use. 3: names what they would offer, to whom, and how.",
    ),
    (
        "getting",
        "Knows what they want from the community",
        "0: wants to belong and no more. 3: a question, a piece of work or people they are "
        "looking for.",
    ),
)
INTRO = (
    "There are no right answers, and you need no title. Write as you would tell a colleague from "
    "another place. You can stop at any point and come back."
)
QUESTIONS = (
    {
        "key": "experience",
        "kind": Question.Kind.LONG,
        "label": "What is your experience of improving health or care?",
        "help": "At work, as a patient, as a carer or as a volunteer. Tell us what you have been "
        "part of, for how long, and in what role. If it is not long yet, say what you began with.",
        "why": "So that readers know where you start from. No amount of experience is too small.",
        "words_from": 100,
        "words_to": 200,
    },
    {
        "key": "example",
        "kind": Question.Kind.LONG,
        "label": "Tell us about one thing you helped to improve, and what you learnt",
        "help": "Choose one example, large or small. What was the matter? What did you do "
        "yourself, and with whom? What changed, and how do you know? What would you do "
        "differently? An example that failed is as good as one that worked.",
        "why": "One story says more about how you think than a list of projects.",
        "words_from": 200,
        "words_to": 350,
    },
    {
        "key": "hope",
        "kind": Question.Kind.LONG,
        "label": "What do you hope to get from the community?",
        "help": "For example a question you are stuck with, people you would like to meet, or "
        "something you would like to learn.",
        "why": "Members with a clear purpose get more from belonging. It also shapes your first "
        "weeks with us.",
        "words_from": 50,
        "words_to": 150,
    },
    {
        "key": "offer",
        "kind": Question.Kind.LONG,
        "label": "What could you offer other members?",
        "help": "For example an hour to listen, a method you know well, a view from your side of "
        "care, a place to visit. A small thing you would gladly do is better than a large promise.",
        "why": "The community lives on what members give each other.",
        "words_from": 50,
        "words_to": 150,
    },
    {
        "key": "time",
        "kind": Question.Kind.ONE,
        "label": "How much time do you expect to have?",
        "help": "Nobody is held to it. There is no least amount.",
        "why": "It helps us plan. Readers do not score it.",
        "required": False,
        "choices": [
            ["now-and-then", "Now and then, when something fits"],
            ["monthly", "An hour or two a month"],
            ["weekly", "An hour or two a week"],
            ["unknown", "I do not know yet"],
        ],
    },
)


@transaction.atomic
def add_groups(*, by: User) -> int:
    """Add the example groups that are not there yet. How many were added."""
    there = set(EligibilityGroup.objects.values_list("key", flat=True))
    last = len(there)
    made = [
        EligibilityGroup(key=key, label=label, help=hint, order=last + place)
        for place, (key, label, hint) in enumerate(GROUPS, start=1)
        if key not in there
    ]
    for group in made:
        group.save()
        audit.record("joining.make_group", by=by, on=group)
    return len(made)


@transaction.atomic
def add_criteria(wave: Wave, *, by: User) -> None:
    """Add the example criteria to a wave that has none and is not published.

    Raises `Refused` for any other.
    """
    held = Wave.objects.select_for_update().get(pk=wave.pk)
    if held.published_at or held.criteria.exists():
        raise Refused("The examples are for a wave that has no criteria yet.")
    for order, (key, label, hint) in enumerate(CRITERIA, start=1):
        Criterion.objects.create(wave=held, key=key, label=label, help=hint, order=order)
    audit.record("joining.add_example_criteria", by=by, on=held)


@transaction.atomic
def make_question_set(*, by: User) -> QuestionSet:
    """A set of our own questions in English, open to change."""
    made = questions.make_set(by=by, title="Joining the community", language="en-gb", intro=INTRO)
    for order, words in enumerate(QUESTIONS, start=1):
        Question.objects.create(question_set=made, order=order, **words)
    return made
