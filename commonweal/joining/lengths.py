"""How long an answer should be: counted in words, said in sentences. A guide is never a limit."""

from commonweal.joining.models import Question

# A plain English sentence has about this many words; it gives people who never count a measure.
SENTENCE = 17


def words_in(text: str) -> int:
    return len(text.split())


def guide(question: Question) -> str:
    """The guide to length: “100 to 200 words”. Empty where there is none."""
    low, high = question.words_from, question.words_to
    if low and high:
        return f"{low} to {high} words"
    if high:
        return f"up to {high} words"
    return f"{low} words or more" if low else ""


def in_sentences(question: Question) -> str:
    """The same as something people can picture: “6 to 12 sentences”. Empty where it tells less."""
    low = (question.words_from or 0) // SENTENCE
    high = (question.words_to or 0) // SENTENCE
    if high < 2:
        return ""
    return f"{low} to {high} sentences" if 0 < low < high else f"up to {high} sentences"


def verdicts(question: Question) -> dict[str, str]:
    """What is said of a length, by where it stands; {n} stands for the words counted."""
    wanted = guide(question)
    if not wanted:
        return {}
    lines = in_sentences(question)
    return {
        "none": f"The guide is {wanted}{f', about {lines}' if lines else ''}.",
        "under": f"{{n}} so far. The guide is {wanted}.",
        "within": f"{{n}}, just right: the guide is {wanted}.",
        "over": f"{{n}}. The guide is {wanted}. All of it is saved, and a shorter answer is "
        "easier to read.",
    }


def attributes(question: Question) -> dict[str, str]:
    """The same for the script that counts while somebody types, as attributes of the box."""
    said = {f"data-{place}": sentence for place, sentence in verdicts(question).items()}
    if not said:
        return {}
    bounds = {"data-low": question.words_from, "data-high": question.words_to}
    return said | {name: str(bound or 0) for name, bound in bounds.items()}


def verdict(question: Question, text: str) -> str:
    """What is said of the length of this answer. Empty where there is no guide."""
    sentences = verdicts(question)
    if not sentences:
        return ""
    count = words_in(text)
    said = f"{count} word" if count == 1 else f"{count} words"
    return sentences[_place(question, count)].replace("{n}", said)


def _place(question: Question, count: int) -> str:
    if count == 0:
        return "none"
    if count < (question.words_from or 0):
        return "under"
    return "over" if question.words_to and count > question.words_to else "within"
