"""Hangs the desks on the rail."""

from django.apps import AppConfig

from lineside.kernel.actors import Actor
from lineside.ui.frame import NOWHERE, Site, tell_site
from lineside.ui.rail import RailItem, hang


class DesksConfig(AppConfig):
    name = "lineside.desks"

    def ready(self) -> None:
        tell_site(_site_of)
        for item in (
            RailItem(word="Contact", sign="☎", path="/contact/", needs="contacts.view", rank=10),
            RailItem(word="Control", sign="☰", path="/control/", needs="incidents.view", rank=20),
            RailItem(word="Events", sign="⚐", path="/events/", needs="procedures.view", rank=25),
            RailItem(word="Map", sign="⊞", path="/map/", needs="incidents.view", rank=22),
            RailItem(word="Major", sign="✱", path="/major/", needs="major_incidents.work", rank=26),
            RailItem(word="Crime", sign="§", path="/crime/", needs="crimes.view", rank=30),
            RailItem(word="Witnesses", sign="⚖", path="/witnesses/", needs="witnesses.view", rank=35),
            RailItem(word="Victims", sign="♢", path="/victims/", needs="victims.view", rank=32),
            RailItem(word="Alerts", sign="◬", path="/alerts/", needs="alerts.view", rank=33),
            RailItem(word="PNC", sign="⌕", path="/pnc/", needs="pnc.look_up", rank=34),
            RailItem(word="Intel", sign="◎", path="/intelligence/", needs="intelligence.refer", rank=37),
            RailItem(word="Press", sign="✎", path="/press/", needs="press.view", rank=38),
            RailItem(word="Comply", sign="≣", path="/compliance/", needs="compliance.view", rank=31),
            RailItem(word="Quality", sign="✓", path="/quality/", needs="quality.own", rank=39),
            RailItem(word="Supervise", sign="⚑", path="/supervise/", needs="contacts.supervise", rank=40),
            RailItem(word="Handover", sign="⇆", path="/handover/", needs="handovers.view", rank=48),
            RailItem(word="Diary", sign="▤", path="/diary/", needs="appointments.view", rank=49),
            RailItem(word="Rota", sign="☷", path="/rota/", needs="people.view", rank=50),
            RailItem(word="Staff", sign="☺", path="/staff/", needs="people.sign_off", rank=55),
            RailItem(word="Wallboard", sign="▦", path="/wallboard/", needs="queues.direct", rank=45),
            RailItem(word="Safeguard", sign="♡", path="/safeguarding/", needs="safeguarding.view", rank=36),
            RailItem(word="Training", sign="▷", path="/training/", needs="training.view", rank=56),
            RailItem(word="Vehicles", sign="⊟", path="/vehicles/", needs="dispatch.resource", rank=57),
            RailItem(word="Unit", sign="▣", path="/unit/", needs="dispatch.crew", rank=59),
            RailItem(word="Form", sign="✎", path="/form/", needs="internal.report", rank=60),
            RailItem(word="Radios", sign="⌁", path="/radios/", needs="radios.view", rank=62),
            RailItem(word="Sickness", sign="✚", path="/sickness/", needs="sickness.view", rank=64),
            RailItem(word="Audit", sign="☑", path="/audit/", needs="audit.read", rank=80),
            RailItem(word="Admin", sign="⚙", path="/admin/", needs="access.manage", rank=90),
        ):
            hang(item)


def _site_of(actor: Actor) -> Site:
    from lineside.people.queries import site_of  # noqa: PLC0415 - models are not ready before

    return site_of(actor.id) if actor.id else NOWHERE
