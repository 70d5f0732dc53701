"""Calls that we placed, and with what we wrote first, all that nobody came to us with."""

from lineside.contacts.rules.letters_out import CHANNEL_OF

CALL_OUT, CALLING = "call_out", "calling"  # the channel, and the state until it is over
OF_CALL_OUT = {True: "called_back", False: "could_not_reach"}  # its disposition, by whether anybody was reached
OURS = (CALL_OUT, *CHANNEL_OF.values())
