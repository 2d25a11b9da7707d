"""An error summary: every problem of a form in words, each linked to its field."""

from dataclasses import dataclass

from django.forms import BaseForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One sentence, and the HTML id of the field to mend ("" when it is about the whole)."""

    text: str
    field: str = ""


def labelled_problems_of(form: BaseForm) -> tuple[Problem, ...]:
    """As `problems_of`, each with the label of its field before it: for forms with several fields that may be empty."""
    whole = [Problem(text=str(error)) for error in form.non_field_errors()]
    fields = [
        Problem(text=f"{field.label}: {error}", field=field.auto_id or "") for field in form for error in field.errors
    ]
    return tuple(whole + fields)


def problems_of(form: BaseForm) -> tuple[Problem, ...]:
    """Every error of a bound form, in the order of its fields; those about the whole form first."""
    whole = [Problem(text=str(error)) for error in form.non_field_errors()]
    fields = [Problem(text=str(error), field=field.auto_id or "") for field in form for error in field.errors]
    return tuple(whole + fields)
