"""The forms of whom to send, as a person fills them in."""

from lineside.desks.tests.hostile import Ask, Form
from lineside.dispatch.models import Unit
from lineside.dispatch.testing import make_unit
from lineside.incidents.testing import make_incident


def a_log_and_a_unit(_actor):
    if not Unit.objects.filter(call_sign="BX12").exists():  # a form is sent more than once
        make_unit("BX12")
    return Ask((make_incident(grade="P").id,))


RECOMMENDING = {
    "log-who": Form({"tasks": "LINE-SEARCH"}, set(), a_log_and_a_unit),
    "log-send": Form({"call_signs": "BX12", "tasks": ""}, {"call_signs", "tasks"}, a_log_and_a_unit),
}
