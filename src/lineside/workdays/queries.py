"""The door to working days: pure, so that the rules of other rooms may ask."""

from lineside.workdays.rules import NATIONS, add_working_days, due_after, holidays, is_working_day

__all__ = ["NATIONS", "add_working_days", "due_after", "holidays", "is_working_day"]
