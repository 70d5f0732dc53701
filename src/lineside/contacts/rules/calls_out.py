"""Calls that we placed."""

CALL_OUT, CALLING = "call_out", "calling"  # the channel, and the state until it is over
OF_CALL_OUT = {True: "called_back", False: "could_not_reach"}  # its disposition, by whether anybody was reached
