"""The recipe of the experiment gpt-shakespeare in PyTorch, for comparison: python3 gpt_shakespeare.py INPUT.TXT [SEED...]

Prints the loss in nats on the whole validation text, in windows of 64 characters, as the experiment measures it.
"""

import math
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

CONTEXT, WIDTH, HEADS, LAYERS, BATCH, STEPS = 64, 128, 4, 4, 12, 2000
PEAK, FLOOR, WARMUP = 1e-3, 1e-4, 100


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm1, self.norm2 = nn.Parameter(torch.ones(WIDTH)), nn.Parameter(torch.ones(WIDTH))
        self.attend, self.project = nn.Linear(WIDTH, 3 * WIDTH, bias=False), nn.Linear(WIDTH, WIDTH, bias=False)
        self.widen, self.narrow = nn.Linear(WIDTH, 4 * WIDTH, bias=False), nn.Linear(4 * WIDTH, WIDTH, bias=False)

    def forward(self, x, mask):
        batch, steps, _ = x.shape
        heads = self.attend(F.layer_norm(x, (WIDTH,), self.norm1)).view(batch, steps, 3, HEADS, WIDTH // HEADS)
        q, k, v = heads.permute(2, 0, 3, 1, 4)
        scores = q @ k.transpose(-2, -1) / math.sqrt(WIDTH // HEADS) + mask[:steps, :steps]
        mixed = (scores.softmax(-1) @ v).transpose(1, 2).reshape(batch, steps, WIDTH)
        x = x + self.project(mixed)
        return x + self.narrow(F.gelu(self.widen(F.layer_norm(x, (WIDTH,), self.norm2))))


class GPT(nn.Module):
    def __init__(self, vocabulary):
        super().__init__()
        self.tokens, self.places = nn.Embedding(vocabulary, WIDTH), nn.Embedding(CONTEXT, WIDTH)
        self.blocks = nn.ModuleList(Block() for _ in range(LAYERS))
        self.norm = nn.Parameter(torch.ones(WIDTH))
        for name, parameter in self.named_parameters():
            if parameter.dim() == 2:
                residual = name.endswith(("project.weight", "narrow.weight"))
                nn.init.normal_(parameter, 0, 0.02 / math.sqrt(2 * LAYERS) if residual else 0.02)
        self.mask = torch.full((CONTEXT, CONTEXT), -math.inf).triu(1)

    def forward(self, ids):
        x = self.tokens(ids) + self.places.weight[: ids.shape[1]]
        for block in self.blocks:
            x = block(x, self.mask)
        return F.layer_norm(x, (WIDTH,), self.norm) @ self.tokens.weight.T


def rate(done):
    if done < WARMUP:
        return PEAK * done / WARMUP
    return FLOOR + (PEAK - FLOOR) * (1 + math.cos(math.pi * (done - WARMUP) / (STEPS - WARMUP))) / 2


def loss_of(model, inputs, targets, reduction="mean"):
    return F.cross_entropy(model(inputs).flatten(0, 1), targets.flatten(), reduction=reduction)


@torch.no_grad()
def evaluate(model, ids):
    count = len(ids) - 1
    whole = count // CONTEXT * CONTEXT
    inputs, targets = ids[:whole].view(-1, CONTEXT), ids[1 : whole + 1].view(-1, CONTEXT)
    parts = zip(inputs.split(64), targets.split(64))
    total = sum(loss_of(model, x, y, "sum").item() for x, y in parts)
    if whole < count:
        total += loss_of(model, ids[None, whole:count], ids[None, whole + 1 :], "sum").item()
    return total / count


def run(ids, vocabulary, seed):
    torch.manual_seed(seed)
    cut = int(0.9 * len(ids))
    train, validation = ids[:cut], ids[cut:]
    model = GPT(vocabulary)
    matrices = [p for p in model.parameters() if p.dim() == 2]
    vectors = [p for p in model.parameters() if p.dim() == 1]
    groups = [{"params": matrices, "weight_decay": 0.1}, {"params": vectors, "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=PEAK, betas=(0.9, 0.99))
    start = time.perf_counter()
    for step in range(STEPS):
        for group in optimizer.param_groups:
            group["lr"] = rate(step)
        at = torch.randint(len(train) - CONTEXT, (BATCH,)).tolist()
        inputs = torch.stack([train[i : i + CONTEXT] for i in at])
        targets = torch.stack([train[i + 1 : i + CONTEXT + 1] for i in at])
        optimizer.zero_grad(set_to_none=True)
        loss_of(model, inputs, targets).backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
    seconds = time.perf_counter() - start
    return evaluate(model, validation), seconds


def main():
    text = open(sys.argv[1], encoding="utf-8").read()
    alphabet = sorted(set(text))
    ids = torch.tensor([alphabet.index(c) for c in text])
    losses = []
    for seed in map(int, sys.argv[2:] or ["1", "2", "3"]):
        loss, seconds = run(ids, len(alphabet), seed)
        losses.append(loss)
        print(f"seed {seed}: {loss:.4f} nats, {seconds:.1f} s", flush=True)
    print(f"mean {sum(losses) / len(losses):.4f}")


main()
