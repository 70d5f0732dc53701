"""The steps of the public form: what is asked, in plain English that the translation catalogues can replace."""

import re
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from lineside.gateways.web import rules
from lineside.gazetteer import queries as gazetteer
from lineside.kernel.clock import now, uk_day

LONG, SHORT, MOST_READINGS = 5000, 2000, 6


class Words(forms.CharField):
    """What a person types; characters that nobody types are left out rather than argued about."""

    def __init__(self, label: Any, *, most: int, hint: Any = "", required: bool = False, **more: Any) -> None:  # noqa: ANN401 - lazy words
        self.rows, self.kind, self.complete = more.pop("rows", 0), more.pop("kind", "text"), more.pop("complete", "off")
        messages = {
            "required": more.pop("missing", _("Enter an answer.")),
            "max_length": _("This is too long: use %(limit_value)d characters or fewer. You have %(show_value)d."),
        }
        super().__init__(
            label=label, help_text=hint, required=required, max_length=most, error_messages=messages, **more
        )

    def to_python(self, value: Any) -> str:  # noqa: ANN401 - Django's own signature
        said = rules.said_only(str(value or ""))
        return super().to_python(said if self.rows else " ".join(said.split())) or ""


class Choice(forms.ChoiceField):
    """One of a few answers, as radio buttons."""

    def __init__(self, label: Any, choices: Any, *, required: bool = True, hint: Any = "", missing: Any = "") -> None:  # noqa: ANN401 - lazy words
        self.kind = "radio"
        told = missing or _("Choose one of the answers.")
        super().__init__(
            label=label,
            choices=choices,
            required=required,
            help_text=hint,
            error_messages={"required": told, "invalid_choice": told},
        )


class Step(forms.Form):
    """One page of questions."""

    title: ClassVar[Any] = ""

    def shown(self) -> list[Any]:
        return [field for field in self if not field.field.widget.is_hidden]


def kind_choices() -> list[tuple[str, Any]]:
    return [(str(row["code"]), _(str(row["label"]))) for row in rules.kinds(uk_day(now())).rows]


class WhatStep(Step):
    title = _("What happened?")
    kind = Choice(_("What are you reporting?"), kind_choices)
    text = Words(
        _("Tell us what happened"),
        most=LONG,
        rows=7,
        required=True,
        missing=_("Tell us what happened, in your own words."),
        hint=_("Use your own words. A few lines are enough; you can add more later."),
    )


class WhereStep(Step):
    title = _("Where did it happen?")
    place = Words(
        _("Place"),
        most=300,
        required=True,
        missing=_("Tell us where it happened. If you are not sure, say roughly where."),
        hint=_("For example, a station and platform, or the two stations the train was between."),
    )
    train = Words(_("Train, if it was on one"), most=100, hint=_("For example, the 08:14 from Leeds to York, coach C."))
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=300)
    reading = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """A place that several readings fit, or none, is asked about once; then what was typed stands."""
        facts: dict[str, Any] = self.cleaned_data
        place = str(facts.get("place", ""))
        if not place:
            return facts
        located = gazetteer.locate(place)
        self.readings = [reading.name for reading in located.readings[:MOST_READINGS]]
        if facts.get("reading") not in self.readings:
            facts["reading"] = "" if located.ambiguous or not self.readings else self.readings[0]
        if not facts["reading"] and facts.get("seen") != place:
            self.add_error("place", self._asks())
        return facts

    def _asks(self) -> Any:  # noqa: ANN401 - lazy words
        if self.readings:
            return _("More than one place fits these words. Choose one below, or continue with your own words.")
        return _("We do not know this place. Check the spelling, or continue with your own words.")


class WhenStep(Step):
    title = _("When did it happen?")
    when = Choice(
        _("When was it?"),
        [
            ("now", _("It is happening now")),
            ("at", _("At a time I know")),
            ("between", _("Between two times")),
            ("unknown", _("I do not know")),
        ],
    )
    from_day = Words(_("Day"), most=10, kind="date", hint=_("The day, or the first day of the two."))
    from_time = Words(_("Time"), most=5, kind="time")
    to_day = Words(_("Last day, if it was between two times"), most=10, kind="date")
    to_time = Words(_("Latest time"), most=5, kind="time")

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = self.cleaned_data
        when = facts.get("when")
        if when not in ("at", "between"):
            return facts | dict.fromkeys(("from_day", "from_time", "to_day", "to_time"), "")
        if when == "at":
            facts |= {"to_day": "", "to_time": ""}
        begins = self._moment(facts, "from")
        ends = self._moment(facts, "to") if when == "between" else None
        if begins and ends and ends < begins:
            self.add_error("to_day", _("The last time is before the first. Check both."))
        return facts

    def _moment(self, facts: dict[str, Any], which: str) -> Any:  # noqa: ANN401 - a moment or none
        day, clock = str(facts.get(f"{which}_day", "")), str(facts.get(f"{which}_time", ""))
        found = rules.moment(day, clock)
        if found is None:
            wrong = "time" if rules.moment(day, "") else "day"
            told = _("Write the time like 14:05.") if wrong == "time" else _("Enter the day, like 2026-11-24.")
            self.add_error(f"{which}_{wrong}", told)
        elif found > now():
            self.add_error(f"{which}_day", _("This is in the future. Check the day and the time."))
        return found


class PeopleStep(Step):
    title = _("Who and what was involved?")
    role = Choice(
        _("Are you"),
        [
            ("victim", _("the person it happened to")),
            ("witness", _("someone who saw it")),
            ("staff", _("someone who works on the railway")),
            ("other", _("someone else")),
        ],
    )
    hurt = Choice(_("Was anyone hurt?"), [("no", _("No")), ("yes", _("Yes")), ("unknown", _("I do not know"))])
    people = Words(
        _("People involved"), most=SHORT, rows=4, hint=_("What they looked like, what they wore, who was hurt and how.")
    )
    property = Words(
        _("Property stolen or damaged"),
        most=SHORT,
        rows=3,
        hint=_("What it is, its colour, any number or mark, and roughly what it is worth."),
    )


class YouStep(Step):
    title = _("How can we contact you safely?")
    how = Choice(
        _("How should we contact you?"),
        [
            ("phone", _("By phone call")),
            ("text", _("By text message")),
            ("email", _("By email")),
            ("none", _("Do not contact me")),
        ],
    )
    name = Words(_("Your name"), most=200, complete="name", hint=_("You can leave this empty."))
    phone = Words(_("Phone number"), most=40, kind="tel", complete="tel")
    email = Words(_("Email address"), most=254, kind="email", complete="email")
    safe = Words(
        _("Is there a time or a way that is not safe for you?"),
        most=500,
        rows=3,
        hint=_("For example, someone else reads my email, or only call before 5pm."),
    )
    support = forms.BooleanField(
        label=_("You may pass my details to a victim support service"),
        help_text=_("You can change your mind at any time."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = self.cleaned_data
        phone, email = str(facts.get("phone", "")), str(facts.get("email", ""))
        if phone and not re.fullmatch(r"\+?[\d\s().-]{5,30}", phone):
            self.add_error("phone", _("Enter a phone number in figures, like 07700 900123."))
        if email and not re.fullmatch(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+", email):
            self.add_error("email", _("Enter an email address, like name@example.com."))
        if facts.get("how") in ("phone", "text") and not phone and "phone" not in self.errors:
            self.add_error("phone", _("Enter a phone number, or choose another way."))
        if facts.get("how") == "email" and not email and "email" not in self.errors:
            self.add_error("email", _("Enter an email address, or choose another way."))
        return facts


class AddStep(Step):
    title = _("Add to your report")
    text = Words(_("What do you want to add?"), most=LONG, rows=6)


STEPS: dict[str, type[Step]] = dict(zip(rules.STEPS, (WhatStep, WhereStep, WhenStep, PeopleStep, YouStep), strict=True))
