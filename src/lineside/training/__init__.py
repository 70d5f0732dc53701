"""Training: scenarios that a training copy plays to trainees, and what they did beside what was expected.

Owns each exercise with its scenario, seed, speed and pauses, what was played and when, and the trainer's remarks.
Announces ExerciseChanged. Nothing is played on a system that is not marked as a training copy. It reads what the rooms
below know of the contacts that it played, and changes nothing of them.
"""
