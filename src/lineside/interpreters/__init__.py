"""Interpreters: which language somebody speaks, who interpreted for them and when, and in which a statement is taken.

Owns each request to the telephone interpreter with its times and outcome, and the language of a contact's statement
(Victims' Code, right 1: to understand and be understood). Announces InterpreterChanged. It rings nobody by itself: a
person adds the interpreter to the call and says so here. Logs of a contact's incidents are told; cases it knows none.
"""
