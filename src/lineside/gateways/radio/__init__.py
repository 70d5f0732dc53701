"""The radio gateway: hands approved stuns and unstuns to the radio system, and hears what became of them.

The control-room interface of the network is closed, so this gateway ends at one mapping file under `data/mapping` and a
plain exchange over HTTP of our own; a supplier's client takes their place. It has been tried with our own peer alone.
Owns no table: radios keeps each order. It carries no speech, states or positions, and knows not who may order what.
"""
