"""What the team fills in to invite people."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from commonweal.joining.models import Invitation

LARGEST = 1_000_000
KINDS = [
    (Invitation.Kind.APPLY, "To apply: they fill in the application like anybody else"),
    (Invitation.Kind.APPROVED, "With a place: they are approved already and need not apply"),
]


class Invite(forms.Form):
    kind = forms.ChoiceField(
        label="What do you invite them to?",
        choices=KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you invite them to"},
    )
    people = forms.CharField(
        label="Whom do you invite?",
        help_text=(
            "A line each: name, e-mail address. You can paste from a spreadsheet. "
            "For example: Sam Example, sam@example.org"
        ),
        max_length=LARGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        required=False,
    )
    file = forms.FileField(
        label="Or a CSV file (optional)",
        help_text="With a column of names and one of e-mail addresses.",
        required=False,
    )
    note = forms.CharField(
        label="A few words of yours (optional)",
        help_text="Everybody on this list gets the same words, in the middle of the letter.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )

    def clean_file(self) -> str:
        upload: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if upload is None:
            return ""
        if (upload.size or 0) > LARGEST:
            raise forms.ValidationError("The file must be smaller than 1 MB")
        return _text(upload.read())

    def clean(self) -> dict[str, Any]:
        """One list, whichever way it came."""
        given = self.cleaned_data
        text = "\n".join(filter(None, [given.get("people", ""), given.get("file", "")]))
        if not text.strip() and "file" not in self.errors:
            self.add_error("people", "Enter at least one name and address, or choose a file")
        return {**given, "people": text}


def _text(raw: bytes) -> str:
    """The text of a file in UTF-8, or in Windows-1252 as Excel saves it."""
    if raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise forms.ValidationError("This is an Excel workbook. Save it as “CSV UTF-8”, try again")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise forms.ValidationError("This file cannot be read. Save it as “CSV UTF-8” and try again")
