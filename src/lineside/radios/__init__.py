"""Radios: which of the force's radios are lost, and each order to stop one or to let it back on the network.

Owns lost radios and their orders. An order is asked for by one person and approved by another; neither can do it alone,
and the database holds that too. Announces RadioChanged. It does not know how the radio system is spoken to: a gateway
claims what is approved and tells back what it heard.
"""
