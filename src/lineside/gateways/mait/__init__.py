"""The MAIT gateway: carries incidents to partner agencies and takes theirs in, through a hub.

MAIT 1.0.0 is an open standard whose element names we could not read, so what we send ends at one mapping file under
`data/mapping`; it has been tried with our own peer alone. CAP 1.2 and EDXL-DE 2.0, which are read and written as their
standards say, go by the same way: a warning that comes in becomes an alert. Owns no table: partners keep each message.
"""
