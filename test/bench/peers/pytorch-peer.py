"""PyTorch's side of the bench: one optimizer step (forward, exact BPTT, SGD) of AlarmworkNet with period 2, one thread.

Reads one cell a line on stdin, answers one line on stdout. Each cell is written in two ways, and both are measured:
`loop`, a plain loop over the steps, and `structured`, with everything outside Layer_in2's chain in one product.
"""

import json
import sys
import time

import torch

PERIOD = 2
LEARNING_RATE = 1e-3

torch.set_num_threads(1)
torch.manual_seed(1)


def parameters(P, D, M):
    shapes = dict(w_in1=(P, D), w_rec1=(P, P), b_in1=(P,), w_in2=(P, D), w_rec2=(P, P), b_in2=(P,), w_out=(M, P), b_out=(M,))
    return {name: ((torch.rand(shape) - 0.5) / P**0.5).requires_grad_() for name, shape in shapes.items()}


def loop(w, x, every):
    L, B, _ = x.shape
    z2 = torch.zeros(B, w["b_in2"].shape[0])
    outputs = []
    for l in range(1, L + 1):
        if l % PERIOD == 0:
            z2 = torch.tanh(torch.addmm(w["b_in2"], x[l - 1], w["w_in2"].t()) + z2 @ w["w_rec2"].t())
        if every or l == L:
            z1 = torch.tanh(torch.addmm(w["b_in1"], x[l - 1], w["w_in1"].t()) + z2 @ w["w_rec1"].t())
            outputs.append(torch.tanh(torch.addmm(w["b_out"], z1, w["w_out"].t())))
    return torch.stack(outputs)


def structured(w, x, every):
    L, B, _ = x.shape
    updates = L // PERIOD
    a2 = x[PERIOD - 1 :: PERIOD][:updates] @ w["w_in2"].t() + w["b_in2"]
    z2 = torch.zeros(B, w["b_in2"].shape[0])
    states = [z2]
    w_rec2 = w["w_rec2"].t()
    for a in a2.unbind(0):
        z2 = torch.tanh(torch.addmm(a, z2, w_rec2))
        states.append(z2)
    if every:
        held = (torch.stack(states) @ w["w_rec1"].t()).repeat_interleave(PERIOD, 0)[1 : L + 1]
        z1 = torch.tanh(x @ w["w_in1"].t() + w["b_in1"] + held)
    else:
        z1 = torch.tanh(x[-1:] @ w["w_in1"].t() + w["b_in1"] + z2 @ w["w_rec1"].t())
    return torch.tanh(z1 @ w["w_out"].t() + w["b_out"])


def step(forward, w, x, t, every):
    loss = 0.5 * ((t - forward(w, x, every)) ** 2).sum()
    loss.backward()
    with torch.no_grad():
        for parameter in w.values():
            parameter.sub_(parameter.grad, alpha=LEARNING_RATE)
            parameter.grad = None


def measure(forward, cell):
    every = cell["readout"] == "every"
    w = parameters(cell["P"], cell["D"], cell["M"])
    x = torch.rand(cell["L"], cell["B"], cell["D"]) - 0.5
    t = torch.rand(cell["L"] if every else 1, cell["B"], cell["M"]) - 0.5
    step(forward, w, x, t, every)
    times = []
    end = time.perf_counter() + cell["seconds"]
    while len(times) < 3 or time.perf_counter() < end:
        start = time.perf_counter()
        step(forward, w, x, t, every)
        times.append((time.perf_counter() - start) * 1000)
    times.sort()
    return {"ms": times[0], "median": times[len(times) // 2]}



def blas():
    """Which linear algebra is loaded: with Debian's reference BLAS PyTorch is many times slower than anyone runs it."""
    try:
        with open("/proc/self/maps") as maps:
            loaded = maps.read()
    except OSError:
        return "unknown"
    return next((name for name in ("mkl", "openblas") if name in loaded), "reference BLAS")


print(json.dumps({"version": f"{torch.__version__} with {blas()}"}), flush=True)
for line in sys.stdin:
    cell = json.loads(line)
    print(json.dumps({"loop": measure(loop, cell), "structured": measure(structured, cell)}), flush=True)
