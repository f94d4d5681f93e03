"""What a step of training asks of the model."""

import torch
import torch.nn as nn
import torch.nn.functional as F

from wordings import NEUTRAL_WORDS

PROMPT_WEIGHT = dict(type=1.5, everyday=0.5, cuts=0.5, colour=1.2, gender=0.5, usage=0.1, pattern=0.3)
HEAD_WEIGHT = dict(type=0.4, colour=0.3, gender=0.15)
PAIRS, PAIR_WEIGHT = 128, 0.7
TYPE_SHARE = 0.4  # after the red dresses, dresses: a pair is, at this share, right for its type in any colour
# "None of these": random sets of types, and how often they hold the right one.
SET_WEIGHT, IN_SET, FOOD_IN_SET = 0.5, 0.85, 0.3
# What the student learns of the teacher: where it puts a photo, and which of the texts it takes to be true of it.
PLACE_WEIGHT, BELIEF_WEIGHT = 4.0, 3.0
LABEL_SHARE = 0.4  # beside the teacher, the labels count less: a long run would learn them by heart
UNLIKELY = -1e4


def multi_positive(logits, truth):
    """Softmax cross-entropy with several right answers a row; what is unknown takes no part."""
    logits = logits.masked_fill(truth == -1, UNLIKELY)
    right = (truth == 1).float()
    count = right.sum(1)
    return -((F.log_softmax(logits, 1) * right).sum(1) / count.clamp(min=1)).sum() / (count > 0).sum().clamp(min=1)


def both_ways(logits, truth):
    return 0.5 * (multi_positive(logits, truth) + multi_positive(logits.T, truth.T))


def cross(logits, target):
    """0, not nan, for a batch without any such label."""
    return F.cross_entropy(logits, target, ignore_index=-1, reduction="sum") / (target >= 0).sum().clamp(min=1)


class Heads(nn.Module):
    """Linear heads on the photo's features: thrown away after training."""

    def __init__(self, width, classes):
        super().__init__()
        self.linear = nn.ModuleDict({"to_" + a: nn.Linear(width, n) for a, n in classes.items()})
        for head in self.linear.values():
            nn.init.zeros_(head.weight)
            nn.init.zeros_(head.bias)

    def forward(self, features, target):
        return sum(w * cross(self.linear["to_" + a](features), target[a]) for a, w in HEAD_WEIGHT.items())


def from_teacher(photo, taught, texts, scale):
    """photo, taught: the student's and the teacher's unit vectors of the same pictures."""
    place = 1 - (photo * taught).sum(1).mean()
    belief = F.kl_div(F.log_softmax(scale * photo @ texts.T, 1), F.log_softmax(scale * taught @ texts.T, 1), reduction="batchmean", log_target=True)
    return dict(place=PLACE_WEIGHT * place, belief=BELIEF_WEIGHT * belief)


def in_a_set(logits, neutral, target, maybe, food, generator):
    """What the program asks: a set of labels and "none of these", of which exactly one is right."""
    b, classes = logits.shape
    chance = dict(generator=generator, device=logits.device)
    share = torch.rand(b, 1, **chance) ** 2 * 0.5 + 0.02
    member = torch.rand(b, classes, **chance) < share
    known = target >= 0
    holds = (torch.rand(b, **chance) < torch.where(food, FOOD_IN_SET, IN_SET)) & known
    places = target.clamp(min=0)[:, None]
    member = member.scatter(1, places, holds[:, None]) & ~(maybe & ~torch.zeros_like(member).scatter(1, places, True))
    logits = torch.cat([logits.masked_fill(~member, UNLIKELY), neutral], 1)
    return cross(logits, torch.where(known, torch.where(holds, target, classes), -1))


def neutral_direction(prompts):
    """The mean of the neutral texts, as the program takes it."""
    return F.normalize(prompts[-len(NEUTRAL_WORDS):].mean(0, keepdim=True), dim=1)
