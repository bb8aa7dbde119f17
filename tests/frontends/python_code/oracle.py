"""Run programs under Python itself, with stand-ins for boto3 and the SDK, and tell where each keeps its checkpoints.

Reads programs by title from standard input as JSON; writes for each, of every run, the lines of the calls that lead to
every job, innermost first, and its place.
A run has one environment variable `X`, and calls of boto3 that answer, answer nothing, or fail at the first or second.
"""

import contextlib
import itertools
import json
import os
import sys
import traceback
import types

SIGNS = ("", "a", "b")
ANSWERS = ("ok", "none", "first fails", "second fails")


def run(code, sign, answer):
    """Run a program once."""
    jobs, calls = [], itertools.count(1)

    class Client:
        def __getattr__(self, name):
            if name.startswith("__"):
                raise AttributeError(name)
            return call

    def call(*_, **__):
        if {1: "first fails", 2: "second fails"}.get(next(calls)) == answer:
            raise ValueError
        return None if answer == "none" else {"k": 1}

    class Estimator:
        def __init__(self, *_, **kwargs):
            frames = traceback.walk_stack(sys._getframe(1))
            self.lines = [line for frame, line in frames if frame.f_code.co_filename == "program"]
            self.__dict__.update(kwargs)
            jobs.append(self)

        def fit(self, *args, **kwargs):
            pass

    names = {"boto3": {"client": lambda *_, **__: Client()}, "sagemaker": {}}
    names |= {"sagemaker.pytorch": {"PyTorch": type("PyTorch", (Estimator,), {})}}
    names |= {"sagemaker.tensorflow": {"TensorFlow": type("TensorFlow", (Estimator,), {})}}
    for name, values in names.items():
        sys.modules[name] = types.ModuleType(name)
        vars(sys.modules[name]).update(values)
    os.environ["X"] = sign
    with contextlib.suppress(Exception, SystemExit):  # a program may end so: what it made until then counts
        exec(compile(code, "program", "exec"), {"__name__": "__main__"})
    return [[job.lines, vars(job).get("checkpoint_s3_uri")] for job in jobs]


programs = json.load(sys.stdin)
runs = {title: [run(code, *how) for how in itertools.product(SIGNS, ANSWERS)] for title, code in programs.items()}
json.dump(runs, sys.stdout, default=str)
