"""Disruption: how far an incident holds up the railway, and the clock of trains that stand with people on board.

Owns the level that is proposed and the one that a person decided, each stranded train with its thresholds, and how it
ended. Announces DisruptionChanged. It writes the level down on the incident, which sorts by it within a grade; it
grades nothing, lowers no grade, and a stranded train's clock is ended by an outcome alone.
"""
