"""Pictures as training sees them: moved, cropped, put before other backgrounds, recoloured where no caption names a colour."""

import torch
import torch.nn.functional as F

OTHER_BACKGROUND, OTHER_BACKGROUND_PALE, PICTURE_BEHIND = 0.35, 0.12, 0.7
RECOLOUR, ERASE, BLUR = 0.3, 0.25, 0.12
LEAST_CROP, LEAST_OF_PERSON = 0.5, 0.8  # a crop of a person must still show what is worn


class Chance:
    """Random numbers of one step."""

    def __init__(self, seed, size, device):
        self.generator, self.size, self.device = torch.Generator(device).manual_seed(seed), size, device

    def uniform(self, low, high, *shape):
        return torch.rand(*(shape or (self.size,)), generator=self.generator, device=self.device) * (high - low) + low

    def happens(self, p):
        return self.uniform(0, 1) < p

    def below(self, limit, *shape):
        return torch.randint(limit, shape or (self.size,), generator=self.generator, device=self.device)


def moved(x, cut_out, person, side, chance):
    """Scale, aspect, shift, turn, flip.  White backgrounds go on beyond the edge; other photos are only cropped."""
    b, free, shown = len(x), cut_out.float(), 1 - cut_out.float()
    plain = chance.happens(0.2).float()
    least = torch.where(person, LEAST_OF_PERSON, LEAST_CROP)
    scale = free * chance.uniform(0.6, 1.25) + shown * (least + (1 - least) * chance.uniform(0, 1))
    sx = scale * torch.exp(free * chance.uniform(-0.12, 0.3) + shown * chance.uniform(-0.15, 0.0))
    sy = scale * torch.exp(free * chance.uniform(-0.12, 0.12) + shown * chance.uniform(-0.15, 0.0))
    sx, sy = plain + (1 - plain) * sx, plain + (1 - plain) * sy
    tx = (1 - plain) * chance.uniform(-1, 1) * ((1 - sx).abs() + 0.04 * free)
    ty = (1 - plain) * chance.uniform(-1, 1) * ((1 - sy).abs() + 0.04 * free)
    turn = (1 - plain) * chance.happens(0.35).float() * chance.uniform(-0.2, 0.2) * (0.4 + 0.6 * free)
    flip = torch.where(chance.happens(0.5), -1.0, 1.0)
    c, s = turn.cos(), turn.sin()
    theta = torch.stack([torch.stack([sx * c * flip, -s * sx, tx], 1), torch.stack([s * sy * flip, sy * c, ty], 1)], 1)
    return 1 - F.grid_sample(1 - x, F.affine_grid(theta, (b, x.shape[1], side, side), align_corners=False), align_corners=False, padding_mode="zeros")


def behind(photos, count, side, chance):
    """Backgrounds: tints with a slope, and pieces of other photos, half of them blurred."""
    tint = chance.uniform(0.15, 1.0, count, 3, 1, 1)
    grey = tint.mean(1, keepdim=True)
    slope = torch.linspace(-0.15, 0.15, side, device=chance.device).view(1, 1, side, 1) * chance.uniform(-1, 1, count, 1, 1, 1)
    tinted = (grey + (tint - grey) * 0.5 + slope).expand(-1, -1, -1, side)
    rooms = photos.rooms[chance.below(len(photos.rooms), count)]
    piece = photos.pictures[rooms][..., :3].permute(0, 3, 1, 2).float() / 255
    size, theta = chance.uniform(0.25, 0.8, count), torch.zeros(count, 2, 3, device=chance.device)
    theta[:, 0, 0] = theta[:, 1, 1] = size
    theta[:, :, 2] = chance.uniform(-1, 1, count, 2) * (1 - size)[:, None]
    piece = F.grid_sample(piece, F.affine_grid(theta, (count, 3, side, side), align_corners=False), align_corners=False)
    blurred = F.avg_pool2d(piece, 9, 1, 4, count_include_pad=False)
    piece = torch.where(chance.uniform(0, 1, count, 1, 1, 1) < 0.5, blurred, piece)
    return torch.where(chance.uniform(0, 1, count, 1, 1, 1) < PICTURE_BEHIND, piece, tinted).clamp(0, 1)


def recoloured(x, chance):
    """Grey, inverted, or the three colours exchanged and weighed anew."""
    b = len(x)
    grey = x.mean(1, keepdim=True).expand_as(x)
    order = chance.uniform(0, 1, b, 3).argsort(1)
    mixed = x.gather(1, order[:, :, None, None].expand_as(x)) * chance.uniform(0.6, 1.15, b, 3, 1, 1)
    what = chance.uniform(0, 1, b, 1, 1, 1)
    return torch.where(what < 0.2, grey, torch.where(what < 0.3, 1 - grey, mixed))


def erased(x, chance):
    """A rectangle of some photos is painted over in one colour."""
    b, _, side, _ = x.shape
    place = torch.arange(side, device=chance.device)[None] + 0.5

    def stretch():
        size = side * chance.uniform(0.15, 0.45)
        start = chance.uniform(0, 1) * (side - size)
        return (place >= start[:, None]) & (place < (start + size)[:, None])

    hit = chance.happens(ERASE)[:, None, None] & stretch()[:, :, None] & stretch()[:, None, :]
    return torch.where(hit[:, None], chance.uniform(0, 1, b, 3, 1, 1), x)


def augment(photos, index, colour_free, side, seed):
    """-> pictures in [-1, 1], and which of them no longer show their own colour."""
    chance, cut_out = Chance(seed, len(index), photos.pictures.device), photos.cut_out[index]
    x = moved(photos.pictures[index].permute(0, 3, 1, 2).float() / 255, cut_out, photos.person[index], side, chance)
    x, mask = x[:, :3].contiguous(), x[:, 3:]
    other = torch.where(photos.pale[index], chance.happens(OTHER_BACKGROUND_PALE), chance.happens(OTHER_BACKGROUND))
    new = (cut_out & other & (mask.mean((1, 2, 3)) < 0.92)).nonzero()[:, 0]
    x[new] = x[new] * (1 - mask[new]) + behind(photos, len(new), side, chance) * mask[new]
    x = x.clamp(0, 1) ** chance.uniform(0.85, 1.18).view(-1, 1, 1, 1) * chance.uniform(0.9, 1.05).view(-1, 1, 1, 1) * chance.uniform(0.97, 1.03, len(x), 3, 1, 1)
    lost = colour_free & chance.happens(RECOLOUR)
    x = torch.where(lost[:, None, None, None], recoloured(x, chance), x)
    soft = chance.happens(BLUR)[:, None, None, None]
    x = torch.where(soft, F.avg_pool2d(x, 3, 1, 1, count_include_pad=False), x)
    return erased(x, chance).clamp(0, 1) * 2 - 1, lost


def mixed(x, share, chance):
    """Some pictures are laid over another one: no label is true of them, but the teacher has a view.  -> pictures, which."""
    which = chance.happens(share)
    weight = torch.where(which, chance.uniform(0.3, 0.7), 1.0)[:, None, None, None]
    return weight * x + (1 - weight) * x.roll(1, 0), which


def shrunk(x, side):
    """To a smaller square, as an image library would."""
    return x if x.shape[-1] == side else F.interpolate(x, (side, side), mode="bilinear", antialias=True, align_corners=False)
