"""The forms of the escalation ladder, as a person sends them."""

from lineside.desks.tests.hostile import Ask, Form
from lineside.incidents.commands import climb
from lineside.incidents.testing import make_incident, waited
from lineside.kernel.testing import clock


def on_a_rung(_actor):
    incident = make_incident("I")
    with clock(waited(incident, 5)):
        climb()
    return Ask((incident.id,))


LADDER = {"ladder-seen": Form({"level": "2"}, {"level"}, on_a_rung, is_part=False)}
