"""The senders gateway: asks the domain name system whether a mail came from whom it names (SPF, DKIM, DMARC).

It works on mail that contacts has kept already, in a process of its own, so that no name server and no stranger's
signature can hold mail up. Owns no table: what is due is asked of contacts and what was found is told to it. It
announces nothing itself, refuses no mail, and knows not what a finding is worth.
"""
