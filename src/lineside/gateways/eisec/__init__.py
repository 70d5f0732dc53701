"""The EISEC gateway: asks a source of caller locations where each 999 call comes from, while the call rings and after.

The wire format of the real EISEC (BT SIN 278) is closed, so this gateway ends at one mapping file under `data/mapping`
and a plain exchange of lines of our own (`protocol`); a supplier's client takes their place. It has been tried with our
own peer alone, and sends its password, the numbers and the positions in clear: a real source needs TLS, which is not
here. Its heartbeat is well when it is connected, before the source has let it in. Owns no table; whereabouts keeps each
asking and every position. It runs beside the telephone: no call waits for it.
"""
