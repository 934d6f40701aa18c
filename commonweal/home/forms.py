from django import forms

from commonweal.core.tables import mapping_files

KINDS = [
    ("people", "People"),
    ("organisations", "Organisations"),
    ("participation", "Participation: who took part in what, and when"),
]


def mappings() -> list[tuple[str, str]]:
    """Every mapping that ships, with what it is for."""
    shipped = [(name, mapping_files.load(name)) for name in mapping_files.shipped()]
    return [
        ("", "None: the columns have our own names"),
        *((name, f"{mapping.kind.capitalize()}: {mapping.about}") for name, mapping in shipped),
    ]


class Upload(forms.Form):
    kind = forms.ChoiceField(
        label="What is in the file?",
        choices=KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is in the file"},
    )
    file = forms.FileField(
        label="The file",
        help_text="CSV, at most 200 MB. Nothing is imported until you have seen what would happen.",
        error_messages={"required": "Choose a file", "empty": "The file is empty"},
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv"}),
    )
    mapping = forms.ChoiceField(
        label="Where does the file come from?",
        choices=mappings,
        required=False,
        help_text="A mapping says which column of the file is which of our fields.",
    )
    own = forms.FileField(
        label="Or a mapping of your own",
        required=False,
        help_text="A TOML file. The project’s file docs/guide/import.md says how to write one.",
        widget=forms.FileInput(attrs={"accept": ".toml"}),
    )
