"""Learning rate, share of the patches kept and averaging over a run of a known length; `done` is 0 to 1."""

WARMUP = 60
FLAT, LAST_RATE = 0.45, 0.01  # part of the run at the full rate; what the rate falls to
# (until this part of the run, share of the patches kept)
STAGES = ((0.45, 0.75), (0.8, 0.9), (1.1, 1.0))
LATE_FROM = 0.6  # part of the run from which the draw is the late one
AVERAGE = 0.998
# The model is a mean of the averaged weights at its end and of those at this part of the run: the end knows the shop's photos better,
# the middle other photos.
EARLIER, EARLIER_SHARE = 0.514, 0.25


def rate(step, steps):
    fall = max(0.0, (step / steps - FLAT) / (1 - FLAT))
    return min(1, (step + 1) / WARMUP) * (1 - (1 - LAST_RATE) * fall)


def kept(done):
    return next(keep for until, keep in STAGES if done < until)


def averaging(step):
    return min(AVERAGE, (step + 1) / (step + 20))
