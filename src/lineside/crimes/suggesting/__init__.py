"""Which Home Office classes a caller's words propose: signs are read, weighed and explained. No database here."""

from lineside.crimes.suggesting.weighing import Suggestion, sentences, suggest
from lineside.crimes.suggesting.words import LONGEST_READ

__all__ = ["LONGEST_READ", "Suggestion", "sentences", "suggest"]
