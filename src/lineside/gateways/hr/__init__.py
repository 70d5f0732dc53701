"""The HR gateway: tells the force's HR system of sickness, and keeps on until that has acknowledged it.

The HR system's interface (ORIGIN) is closed, so this gateway ends at one mapping file under `data/mapping` and a plain
exchange over HTTP of our own; a supplier's client takes their place. It has been tried with our own peer alone. Owns no
table: sickness keeps each notice. It writes nothing of a notice into its log.
"""
