"""What was typed into a form that is not done as it stands."""

from django.forms import CharField

from lineside.ui.forms import DeskForm

STALE = 409


def typed_in(forms: dict[str, DeskForm], *, shown: bool) -> list[tuple[str, str]]:
    """What was typed into a form whose record changed, or that is not there any more: nobody's words vanish."""
    refused = [
        form for form in forms.values() if form.is_bound and (form.status == STALE or (form.errors and not shown))
    ]
    return [
        (name.replace("_", " "), str(form[name].value()).strip())
        for form in refused
        for name, field in form.fields.items()
        if type(field) is CharField and not field.widget.is_hidden and str(form[name].value() or "").strip()
    ]
