"""Procedures: the action cards of an incident, and events that are planned before they happen.

Owns which card fits and why, each card that was taken on with its steps, timers and what was done or skipped; and
operation orders with their place, command, resources and the logs that they inherit. Announces CardChanged and
EventChanged. A card is proposed and a person takes it on, but for the few whose edition says always. It rings nobody
and sends nobody: rooms above do that by what a step names.
"""
