"""The questions of bin/bench models, asked of python-sat: the usual way to derive states (a call per candidate, models
striking out others), cores made minimal by deletion. Reads a file of JSON, writes figures as JSON."""

import json
import sys
import time

from pysat.formula import CNF
from pysat.solvers import Solver

ENGINE = "cadical153"


def derive(solver, options, chosen):
    """All literals that hold wherever the chosen ones do, over the options."""
    if not solver.solve(assumptions=chosen):
        return None
    model = solver.get_model()
    candidates = {literal for literal in model[:options]}
    settled = set(chosen)
    while candidates:
        literal = candidates.pop()
        if literal in settled:
            continue
        if solver.solve(assumptions=chosen + [-literal]):
            candidates &= set(solver.get_model()[:options])
        else:
            settled.add(literal)
    return settled


def explain(solver, items):
    """A minimal core of the items, each an assumption; the last is the wish and stays."""
    wish = items[-1]
    assert not solver.solve(assumptions=items)
    core = [item for item in solver.get_core() if item != wish]
    needed = []
    while core:
        candidate = core.pop()
        if solver.solve(assumptions=[wish] + needed + core):
            needed.append(candidate)
        else:
            found = set(solver.get_core())
            core = [item for item in core if item in found]
    return needed


def within(seconds, questions, ask):
    """The times of the questions that are asked until the seconds are over; of one at least."""
    end, times = time.perf_counter() + seconds, []
    for question in questions:
        if times and time.perf_counter() > end:
            break
        times.append(timed(lambda: ask(question))[:2])
    return times


def timed(work):
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    return (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000, result


def main():
    with open(sys.argv[1]) as file:
        asked = json.load(file)
    options = asked["options"]

    def load():
        solver = Solver(name=ENGINE, bootstrap_with=CNF(from_file=asked["clauses"]).clauses)
        return solver, derive(solver, options, [])

    wall, cpu, (solver, settled) = timed(load)
    clicks = within(asked["seconds"], asked["clicks"], lambda chosen: derive(solver, options, chosen))
    explanations = []
    if asked["explanations"]:
        explaining = Solver(name=ENGINE, bootstrap_with=CNF(from_file=asked["selected"]).clauses)
        selectors = list(range(asked["variables"] + 1, asked["variables"] + asked["owners"]))
        explanations = within(
            asked["seconds"], asked["explanations"], lambda chosen: explain(explaining, selectors + chosen))
    json.dump({
        "cold": [wall, cpu], "settled": len(settled), "clicks": clicks, "explanations": explanations,
    }, sys.stdout)


main()
