"""Partners: incidents given to other agencies and taken from them, and whether anybody there has them.

Owns the directory of agencies, each transfer with its state, every message of it as it came or went, and the task to
ring an agency that has not accepted in time. Announces TransferChanged. That a machine acknowledged is never taken for
a person's acceptance. An incident that is offered to us becomes a contact; it is graded and opened by the room that
judges, and by nobody here. It knows not how a message is carried.
"""
