"""Hangs the desks on the rail."""

from django.apps import AppConfig

from lineside.ui.rail import RailItem, hang


class DesksConfig(AppConfig):
    name = "lineside.desks"

    def ready(self) -> None:
        for item in (
            RailItem(word="Contact", sign="☎", path="/contact/", needs="contacts.view", rank=10),
            RailItem(word="Control", sign="☰", path="/control/", needs="incidents.view", rank=20),
            RailItem(word="Crime", sign="§", path="/crime/", needs="crimes.view", rank=30),
            RailItem(word="Supervise", sign="⚑", path="/supervise/", needs="contacts.supervise", rank=40),
            RailItem(word="Rota", sign="☷", path="/rota/", needs="people.view", rank=50),
            RailItem(word="Audit", sign="☑", path="/audit/", needs="audit.read", rank=80),
            RailItem(word="Admin", sign="⚙", path="/admin/", needs="access.manage", rank=90),
        ):
            hang(item)
