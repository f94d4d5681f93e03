"""Learning rate and picture size over a run whose length nobody knows beforehand.

A run goes on at a flat rate until it is told to finish; finishing takes a number of steps of its own, in which the rate
falls to nothing, the pictures grow to their full size and types are drawn more as they occur.
"""

WARMUP, FLAT_RATE, LAST_RATE = 60, 1.0, 0.01
# (until this step, picture side, share of the patches kept); in a finish: until this part of it.
STAGES = ((400, 40, 0.9), (1600, 48, 0.75), (10**9, 64, 0.6))
FINISH_STAGES = ((0.55, 64, 0.6), (0.93, 80, 0.6), (1.1, 80, 1.0))
LATE_FROM = 0.3  # part of the finish from which the draw is the late one
AVERAGE, FINISH_AVERAGE = 0.998, 0.99


def finishing(step, finish):
    """How far the finish is: None before it, then 0 to 1.  `finish` is None or (its first step, its steps)."""
    return None if finish is None or step < finish[0] else (step - finish[0]) / finish[1]


def rate(step, finish):
    done = finishing(step, finish)
    return min(1, (step + 1) / WARMUP) * (FLAT_RATE if done is None else LAST_RATE + (FLAT_RATE - LAST_RATE) * (1 - done))


def stage(step, finish):
    """-> (picture side, share of the patches kept)"""
    done = finishing(step, finish)
    at, stages = (step, STAGES) if done is None else (done, FINISH_STAGES)
    return next((side, keep) for until, side, keep in stages if at < until)


def averaging(step, finish):
    return min(AVERAGE if finishing(step, finish) is None else FINISH_AVERAGE, (step + 1) / (step + 20))
