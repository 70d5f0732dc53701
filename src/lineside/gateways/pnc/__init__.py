"""The PNC gateway: look-ups in the national database (PNC, later LEDS), each with its purpose and reason.

The database's interface is closed, so this gateway ends at one mapping file under `data/mapping` and a plain exchange
over HTTP of our own; it has been tried with our own peer alone. Owns each look-up: who asked what, when, why and for
whom, how many records answered, and what proves the answer. What a record says is shown once to who asked, and kept
nowhere. It announces nothing.
"""
