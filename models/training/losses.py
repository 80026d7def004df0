"""Contrastive losses over a batch of writers.

Pairs: genuine with genuine of the same writer is positive; genuine with a skilled forgery of that writer, and genuine
with anything of another writer, is negative. Two forgeries are never compared: nobody says that one hand made them.
"""

from __future__ import annotations

import torch
import torch.nn.functional as functional

NEVER = 1e4


def pair_masks(writers: int, genuine: int, forged: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Which columns are positive, skilled negative and random negative for each genuine row: bool [A, N] each."""
    each = genuine + forged
    owner = torch.arange(writers).repeat_interleave(each)
    is_genuine = (torch.arange(writers * each) % each) < genuine
    anchors = is_genuine.nonzero().flatten()
    same = owner[anchors].unsqueeze(1) == owner.unsqueeze(0)
    itself = anchors.unsqueeze(1) == torch.arange(writers * each).unsqueeze(0)
    return same & is_genuine & ~itself, same & ~is_genuine, ~same


def anchor_rows(writers: int, genuine: int, forged: int) -> torch.Tensor:
    """The rows of a batch that are genuine."""
    each = genuine + forged
    return ((torch.arange(writers * each) % each) < genuine).nonzero().flatten()


def soft_contrastive(templates: torch.Tensor, writers: int, genuine: int, forged: int, margin: float, sharpness: float) -> torch.Tensor:
    """Multi-similarity form of the contrastive loss (Wang et al., CVPR 2019), on squared Euclidean distances of unit vectors.

    For each genuine anchor, log(1 + sum exp(sharpness * (d^2 - margin))) over its positives and log(1 + sum exp(sharpness *
    (margin - d^2))) over its skilled and, apart, over its random negatives: the sum lets the hardest pairs decide.
    """
    anchors = anchor_rows(writers, genuine, forged)
    squared = (2 - 2 * templates[anchors] @ templates.T).clamp(min=0)
    return soft_contrastive_of(squared, writers, genuine, forged, margin, sharpness)


def soft_contrastive_of(squared: torch.Tensor, writers: int, genuine: int, forged: int, margin: float, sharpness: float) -> torch.Tensor:
    """soft_contrastive on squared distances [genuine rows of the batch, rows of the batch], whichever nets they come from."""
    positive, skilled, other = pair_masks(writers, genuine, forged)

    def push(mask: torch.Tensor, sign: float) -> torch.Tensor:
        raised = torch.where(mask, sharpness * sign * (squared - margin), torch.full_like(squared, -NEVER))
        zero = torch.zeros(squared.shape[0], 1, dtype=squared.dtype)
        return torch.logsumexp(torch.cat([zero, raised], dim=1), dim=1).mean() / sharpness

    return push(positive, 1.0) + push(skilled, -1.0) + 0.5 * push(other, -1.0)


def double_margin(templates: torch.Tensor, writers: int, genuine: int, forged: int, near: float, far: float) -> torch.Tensor:
    """The classic form with two margins: positives are pulled within `near`, negatives pushed beyond `far`.

    Of each anchor's negatives only those within `far` count (the hard ones); each kind is averaged apart.
    """
    anchors = anchor_rows(writers, genuine, forged)
    positive, skilled, other = pair_masks(writers, genuine, forged)
    distance = (2 - 2 * templates[anchors] @ templates.T).clamp(min=1e-8).sqrt()
    pull = functional.relu(distance - near).square()
    push = functional.relu(far - distance).square()

    def hard(value: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        chosen = mask & (value > 0)
        return (value * chosen).sum() / chosen.sum().clamp(min=1)

    return hard(pull, positive) + hard(push, skilled) + 0.5 * hard(push, other)


def joined_contrastive(templates: torch.Tensor, writers: int, genuine: int, forged: int, margin: float, sharpness: float) -> torch.Tensor:
    """The same idea on what a clerk's check uses: the joined distance to several specimens, their own spread taken off.

    Each genuine in turn is questioned against the writer's other genuines, and each forgery against as many of them. Joined:
    mean of the two smallest distances; spread: the mean over the specimens of the same joined distance to the others.
    """
    each = genuine + forged
    grouped = templates.view(writers, each, -1)
    squared = (2 - 2 * grouped[:, :genuine] @ grouped.transpose(1, 2)).clamp(min=1e-6)
    distance = squared.sqrt()  # [writers, genuine, each]
    return joined_contrastive_of(distance, distance, genuine, forged, margin, sharpness)


def joined_contrastive_of(distance: torch.Tensor, among: torch.Tensor, genuine: int, forged: int, margin: float, sharpness: float) -> torch.Tensor:
    """joined_contrastive on distances from specimens to questioned ones [writers, genuine, genuine + forged] and on those of the
    specimens among themselves (the first `genuine` columns of the second table), whichever nets they come from."""
    each = genuine + forged
    total = distance.new_zeros(())
    for left_out in range(genuine):
        kept = [index for index in range(genuine) if index != left_out]
        own = among[:, kept][:, :, kept] + 10 * torch.eye(genuine - 1)
        spread = own.topk(2, dim=2, largest=False).values.mean(dim=2).mean(dim=1)
        questioned = [left_out, *range(genuine, each)]
        joined = distance[:, kept][:, :, questioned].topk(2, dim=1, largest=False).values.mean(dim=1)
        excess = joined - spread.unsqueeze(1)
        total = total + functional.softplus(sharpness * (excess[:, 0] - margin)).mean()
        total = total + functional.softplus(sharpness * (margin - excess[:, 1:])).mean()
    return total / (genuine * sharpness)


def triplet(templates: torch.Tensor, writers: int, genuine: int, forged: int, margin: float, mining: str) -> torch.Tensor:
    """Triplet loss on squared Euclidean distances of unit vectors (Schroff et al., FaceNet, CVPR 2015).

    For each genuine anchor max(0, d^2(anchor, positive) - d^2(anchor, negative) + margin), once with the writer's own skilled
    forgeries as negatives and, apart, with half the weight, with anything of other writers. `mining` says which triplets:
    `hard` takes each anchor's furthest positive and nearest negative (Hermans et al., In Defense of the Triplet Loss, 2017);
    `semi-hard` takes every positive with its nearest negative that lies further away than the positive (where all negatives
    lie nearer: with the furthest of them); `all` takes every triplet. Averaged over the triplets that the margin still holds.
    """
    anchors = anchor_rows(writers, genuine, forged)
    positive, skilled, other = pair_masks(writers, genuine, forged)
    squared = (2 - 2 * templates[anchors] @ templates.T).clamp(min=0)
    # Every anchor has the same number of positives: [A, genuine - 1].
    near = squared[positive].view(squared.shape[0], genuine - 1)

    def ranked(mask: torch.Tensor) -> torch.Tensor:
        negatives = squared[mask].view(squared.shape[0], -1)
        if mining == "hard":
            excess = near.amax(dim=1) - negatives.amin(dim=1)
        elif mining == "semi-hard":
            beyond = negatives.unsqueeze(1) > near.unsqueeze(2)
            nearest = torch.where(beyond, negatives.unsqueeze(1), torch.full_like(beyond, NEVER, dtype=negatives.dtype)).amin(dim=2)
            excess = near - torch.where(beyond.any(dim=2), nearest, negatives.amax(dim=1, keepdim=True).expand_as(near))
        elif mining == "all":
            excess = near.unsqueeze(2) - negatives.unsqueeze(1)
        else:
            raise ValueError(f"mining is '{mining}', not hard, semi-hard or all")
        held = functional.relu(excess + margin)
        return held.sum() / (held > 0).sum().clamp(min=1)

    return ranked(skilled) + 0.5 * ranked(other)


def joined_triplet(templates: torch.Tensor, writers: int, genuine: int, forged: int, margin: float) -> torch.Tensor:
    """The triplet loss on what a check uses: each genuine in turn is left out; its joined distance to the others (mean of the
    two smallest, Euclidean) is to lie a margin below that of every skilled forgery to the same specimens."""
    each = genuine + forged
    grouped = templates.view(writers, each, -1)
    distance = (2 - 2 * grouped[:, :genuine] @ grouped.transpose(1, 2)).clamp(min=1e-6).sqrt()
    total = templates.new_zeros(())
    for left_out in range(genuine):
        kept = [index for index in range(genuine) if index != left_out]
        questioned = [left_out, *range(genuine, each)]
        joined = distance[:, kept][:, :, questioned].topk(2, dim=1, largest=False).values.mean(dim=1)
        held = functional.relu(joined[:, :1] - joined[:, 1:] + margin)
        total = total + held.sum() / (held > 0).sum().clamp(min=1)
    return total / genuine
