"""An error summary says which field each sentence is about."""

from django import forms
from django.core.exceptions import ValidationError

from management_ui.presenters.problems import problems_of


class Form(forms.Form):
    name = forms.CharField(label="Naam")
    note = forms.CharField(label="Notitie", required=False)

    def clean_note(self) -> str:
        raise ValidationError("Schrijf waarom u dit overdraagt.")

    def clean(self) -> None:
        raise ValidationError("Dit kan nu niet.")


def test_a_sentence_that_would_be_the_same_at_every_field_names_its_field_and_another_does_not() -> None:
    found = problems_of(Form({"note": "x"}))
    assert [(it.text, it.field) for it in found] == [
        ("Dit kan nu niet.", ""),
        ("Naam: Dit veld is vereist.", "id_name"),
        ("Schrijf waarom u dit overdraagt.", "id_note"),
    ]


def test_two_empty_fields_make_two_different_sentences() -> None:
    class Two(forms.Form):
        one = forms.CharField(label="Van:")
        other = forms.CharField(label="Tot")

    texts = [it.text for it in problems_of(Two({}))]
    assert len(set(texts)) == 2
    assert not any("::" in text for text in texts)
