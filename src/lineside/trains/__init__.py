"""Trains: which trains run today, where each was last reported, and where and when it calls next.

Owns the timetable, each day's trains, what TRUST and Darwin told of them, and the bytes they came in, for a stated
time. Of everything told the newest saying of one thing stands, so order and repetition change nothing; what a train
does now is worked out from that when it is asked. Announces TrainMoved of trains that somebody above watches. It does
not know incidents, units or passengers.
"""
