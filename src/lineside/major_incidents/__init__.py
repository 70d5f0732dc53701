"""Major incidents: the board of one that is declared, and which contacts are proposed for it.

Owns that a major incident is declared, its call-attach mode with each answer to a proposal, its tote with every count
and task, the list of whom to ring with its turns, and its decisions. Announces MajorChanged. A contact is attached only
by a person, and never past somebody's life at risk without THRIVE. What others are told is a M/ETHANE's.
"""
