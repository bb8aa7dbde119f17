"""What runs, and how it ends, decides what is known: never more than Python itself would do for certain."""

from __future__ import annotations

import time

import pytest

from tests.patience import PATIENCE

START = """import os, sys, copy, functools, contextlib
import boto3
from sagemaker.pytorch import PyTorch
from sagemaker.tensorflow import TensorFlow
A = dict(entry_point="t.py", role="r", instance_count=1, instance_type="ml.g5.2xlarge", framework_version="2.6")
sm = boto3.client("sagemaker")
X = os.environ["X"]
"""
UNKNOWN = "unknown"
NOT_SET = "not set"
URI = "s3://b/c"


def places(got):
    """Give the line of each job, and where it keeps its checkpoints."""
    for job in got.all("TrainingJob"):
        config = job.document.get("CheckpointConfig", {})
        doubts = [gap for gap in got.gaps if gap.resource == job.id and gap.path in DOUBTFUL]
        yield job.origin.span.start_line, UNKNOWN if doubts else config.get("S3Uri", NOT_SET)


def checkpoints(got):
    """Say where each job keeps its checkpoints."""
    return [place for _, place in places(got)]


DOUBTFUL = ((), ("CheckpointConfig",), ("CheckpointConfig", "S3Uri"))

LEFT_EARLY = {
    "a function that returns early": """
def uri():
    out = {}
    if X:
        return out
    out["checkpoint_s3_uri"] = "s3://b/c"
    return out
PyTorch(**A, **uri())
""",
    "a function that changes what is outside": """
K = {}
def configure():
    if X:
        return
    K["checkpoint_s3_uri"] = "s3://b/c"
configure()
PyTorch(**A, **K)
""",
    "an initializer": """
class C:
    def __init__(self):
        self.uri = "s3://b/c"
        if X:
            return
        self.uri = None
PyTorch(**A, checkpoint_s3_uri=C().uri)
""",
    "a function that falls off its end": """
def uri():
    if X:
        return "s3://b/c"
PyTorch(**A, checkpoint_s3_uri=uri())
""",
    "a loop that is left": """
K = {}
while True:
    if X:
        break
    K["checkpoint_s3_uri"] = "s3://b/c"
    break
PyTorch(**A, **K)
""",
    "a turn that is left": """
K = {}
for x in ["a"]:
    if X:
        continue
    K["checkpoint_s3_uri"] = "s3://b/c"
PyTorch(**A, **K)
""",
    "a block that may fail": """
K = {}
try:
    K["checkpoint_s3_uri"] = sm.describe() and "s3://b/c"
except ValueError:
    pass
PyTorch(**A, **K)
""",
    "a block whose errors are suppressed": """
K = {}
with contextlib.suppress(ValueError):
    sm.describe()
    K["checkpoint_s3_uri"] = "s3://b/c"
PyTorch(**A, **K)
""",
}


@pytest.mark.parametrize("code", LEFT_EARLY.values(), ids=LEFT_EARLY)
def test_what_happens_on_some_ways_only_is_not_known(read, code):
    assert checkpoints(read(START + code)) == [UNKNOWN]


CERTAIN = {
    "all ways set it": ("def f():\n    if X:\n        return 's3://b/c'\n    return 's3://b/c'\nu = f()", URI),
    "the other way raises": ("def f():\n    if X:\n        raise ValueError\n    return 's3://b/c'\nu = f()", URI),
    "nothing is returned": ("def f():\n    pass\nu = f()", NOT_SET),
    "a certain loop": ("while True:\n    u = 's3://b/c'\n    break", URI),
    "an else of a loop": ("u = None\nfor x in ['a']:\n    pass\nelse:\n    u = 's3://b/c'", URI),
    "a handler that raises": ("try:\n    u = 's3://b/c'\nexcept ValueError:\n    raise", URI),
    "what can be imported": ("try:\n    u = 's3://b/c'\nexcept ImportError:\n    u = None", URI),
    "a copy is changed": (
        "b = {'u': 's3://b/c'}\nc = copy.deepcopy(b)\nc['u'] = None\nu = b['u']",
        URI,
    ),
    "what is in a copy is changed": (
        "b = {'i': {'u': 's3://b/c'}}\nc = copy.deepcopy(b)\nc['i']['u'] = None\nu = b['i']['u']",
        URI,
    ),
    "what a copy shares is changed": (
        "b = {'i': {'u': None}}\nc = copy.copy(b)\nc['i']['u'] = 's3://b/c'\nu = b['i']['u']",
        URI,
    ),
    "a later element": ("l = ['x', 'y']\nl[-1] = 's3://b/c'\nu = l[1]", URI),
    "a cleared dictionary": ("d = {'u': 's3://b/c'}\nd.clear()\nu = d.get('u')", NOT_SET),
    "a key that is a number": ("d = {1: 's3://b/c'}\nu = d[1]", URI),
    "sorted texts": ("u = sorted(['z', 's3://b/c'])[0]", URI),
    "a context manager of the file": (
        "@contextlib.contextmanager\ndef f():\n    yield 's3://b/c'\nwith f() as u:\n    pass",
        URI,
    ),
    "one of several that agree": ("u = {'a': 's3://b/c', 'b': 's3://b/c'}[X]", URI),
    "the order of a list": (
        "try:\n    l = []\n    l.append('x')\n    l.append('s3://b/c')\nexcept ValueError:\n    raise\nx, u = l",
        URI,
    ),
    "a partial": ("f = functools.partial(dict, u='s3://b/c')\nu = f()['u']", URI),
}


@pytest.mark.parametrize(("code", "uri"), CERTAIN.values(), ids=CERTAIN)
def test_what_happens_on_all_ways_is_known(read, code, uri):
    assert checkpoints(read(f"{START}{code}\nPyTorch(**A, checkpoint_s3_uri=u)\n")) == [uri]


DOUBTED = {
    "an unknown update": "d = {'u': 's3://b/c'}\nd.update(load())\nu = d['u']",
    "an unknown merge": "d = {'u': 's3://b/c', **load()}\nu = d['u']",
    "an unknown key": "d = {'u': 's3://b/c'}\nd[X] = None\nu = d['u']",
    "an element that is deleted": "l = ['s3://b/c', None]\ndel l[0]\nu = l[0]",
    "elements that are replaced": "l = ['s3://b/c']\nl[:] = [None]\nu = l[0]",
    "elements that are sorted": "l = ['s3://b/c', load()]\nl.sort()\nu = l[0]",
    "one of several": "u = {'a': 's3://b/c', 'b': None}[X]",
    "a generator": "def f():\n    yield 's3://b/c'\nu = f()",
    "an exception": "try:\n    u = 's3://b/c'\nexcept ValueError:\n    u = None",
    "an answer that is compared with None": "a = sm.list().get('NextToken')\nu = 's3://b/c' if a is None else None",
    "a case of several": "u = None\nif X == 'a':\n    u = 's3://b/c'\nelif X == 'b':\n    u = 's3://b/d'",
}


@pytest.mark.parametrize("code", DOUBTED.values(), ids=DOUBTED)
def test_what_may_have_changed_is_not_known(read, code):
    assert checkpoints(read(f"{START}{code}\nPyTorch(**A, checkpoint_s3_uri=u)\n")) == [UNKNOWN]


MADE = {
    "after a return in a block that may fail": """
def ensure():
    try:
        return sm.describe_training_job(TrainingJobName="x")
    except sm.exceptions.ResourceNotFound:
        pass
    PyTorch(**A)
ensure()
""",
    "after a return whose errors are suppressed": """
def ensure():
    with contextlib.suppress(ValueError):
        return sm.describe_training_job(TrainingJobName="x")
    PyTorch(**A)
ensure()
""",
    "after an error that is handled": """
def ensure():
    try:
        raise ValueError
    except ValueError:
        pass
    PyTorch(**A)
ensure()
""",
    "where a flag of a handler says so": """
try:
    sm.describe_training_job(TrainingJobName="x")
    found = True
except ValueError:
    found = False
if not found:
    PyTorch(**A)
""",
    "where an argument is None": """
import argparse
args = argparse.ArgumentParser().parse_args()
if args.checkpoint is None:
    PyTorch(**A)
""",
    "in a generator": "def jobs():\n    yield PyTorch(**A)\nfor job in jobs():\n    job.fit()\n",
    "in a comprehension over what is not known": "jobs = [PyTorch(**A, base_job_name=n) for n in X.split(',')]\n",
    "in a comprehension with a condition": "jobs = [PyTorch(**A) for n in ['a'] if X]\n",
    "in the else of a loop": """
for job in sm.list_training_jobs()["TrainingJobSummaries"]:
    if job:
        break
else:
    PyTorch(**A)
""",
    "in a loop over keys that are numbers": "for n, e in {1: 5, 2: 50}.items():\n    PyTorch(**A)\n",
    "in an assertion": "assert PyTorch(**A)\n",
    "by a name for a function": "make = lambda **kw: PyTorch(**A, **kw)\ndef nightly():\n    make()\n",
    "by an element of a tuple": "KINDS = (PyTorch, 1)\ndef nightly():\n    KINDS[0](entry_point='t.py', role='r')\n",
    "by a partial": "make = functools.partial(PyTorch, **A)\nmake()\n",
    "by the name of an attribute": "import sagemaker\ngetattr(sagemaker.pytorch, 'PyTorch')(**A)\n",
    "by a class whose base is a mixin": """
class Mixin:
    def __init__(self, **kw):
        super().__init__(**kw)
class Mine(Mixin, PyTorch):
    pass
Mine(**A)
""",
    "by a function that nothing calls": "jobs = {'a': lambda: PyTorch(**A)}\n",
}


@pytest.mark.parametrize("code", MADE.values(), ids=MADE)
def test_a_job_is_seen(read, code):
    assert checkpoints(read(START + code)) == [NOT_SET]


ONE_OF_TWO = {
    "a conditional expression": "kind = PyTorch if X else TensorFlow\nkind(**A)\n",
    "branches": "if X:\n    kind = PyTorch\nelse:\n    kind = TensorFlow\nkind(**A)\n",
    "a dictionary": "{'a': PyTorch, 'b': TensorFlow}[X](**A)\n",
    "a dictionary that is asked": "{'a': PyTorch}.get(X, TensorFlow)(**A)\n",
    "functions": "{'a': lambda: PyTorch(**A), 'b': lambda: TensorFlow(**A)}[X]()\n",
    "a loop": "for kind, name in [(PyTorch, 'a'), (TensorFlow, 'b')]:\n    kind(**A)\n",
}


@pytest.mark.parametrize("code", ONE_OF_TWO.values(), ids=ONE_OF_TWO)
def test_all_that_may_be_called_is_followed(read, code):
    got = read(START + code)
    images = [job.document["AlgorithmSpecification"]["TrainingImage"] for job in got.all("TrainingJob")]
    assert [("pytorch" in image, "tensorflow" in image) for image in images] == [(True, False), (False, True)]


def test_a_method_of_one_of_two_objects_is_called_on_both(read):
    got = read(f"""{START}
if X:
    job = PyTorch(**A)
else:
    job = TensorFlow(**A)
job.deploy(1, "ml.g4dn.xlarge")
""")
    assert len(got.all("EndpointConfig")) == 2


UNCALLED = {
    "an attribute": """
class C:
    def __init__(self):
        self.uri = None
    def change(self):
        self.uri = "s3://b/c"
    def train(self):
        PyTorch(**A, checkpoint_s3_uri=self.uri)
""",
    "an entry": """
K = {}
def change():
    K["checkpoint_s3_uri"] = "s3://b/c"
def train():
    PyTorch(**A, **K)
""",
}


@pytest.mark.parametrize("code", UNCALLED.values(), ids=UNCALLED)
def test_functions_that_nothing_calls_do_not_decide_for_each_other(read, code):
    assert checkpoints(read(START + code)) == [UNKNOWN]


def test_what_one_method_makes_another_one_uses(read):
    got = read(f"""{START}
class C:
    def __init__(self):
        self.job = None
    def train(self):
        self.job = PyTorch(**A)
    def deploy(self):
        self.job.deploy(1, "ml.g4dn.xlarge")
""")
    assert [resource.type.rpartition(":")[2] for resource in got.resources] == [
        "TrainingJob",
        "Model",
        "EndpointConfig",
        "Endpoint",
    ]


def test_every_branch_of_many_is_followed(read):
    cases = "".join(f'elif X == "{n}":\n    PyTorch(**A, base_job_name="j{n}")\n' for n in range(70))
    got = read(f'{START}if X == "none":\n    pass\n{cases}')
    assert len(got.all("TrainingJob")) == 70
    assert not [gap for gap in got.gaps if not gap.resource]


def test_what_is_nested_too_deeply_is_said(read):
    nested = "".join(f"{' ' * depth}if X == '{depth}':\n" for depth in range(70))
    got = read(f"{START}PyTorch(**A)\n{nested}{' ' * 70}PyTorch(**A)\n")
    (gap,) = [gap for gap in got.gaps if not gap.resource]
    assert gap.message == "train.py:1:1: it is nested too deeply to be followed to the end"
    assert gap.blocking


ALSO_KNOWN = {
    "a dictionary that all branches fill": """
if X == "prod":
    k = dict(A); k["checkpoint_s3_uri"] = "s3://dev/c"
else:
    k = dict(A); k["checkpoint_s3_uri"] = "s3://dev/c"
PyTorch(**k)
""",
    "a method of the base": """
class Root:
    def __init__(self): pass
    def uri(self): return None
class Base(Root):
    def uri(self): return "s3://b/c"
class T(Base):
    def uri(self): return super().uri()
PyTorch(**A, checkpoint_s3_uri=T().uri())
""",
    "an attribute that the base asks for": """
class Base:
    uri = None
    def __init__(self): self.est = PyTorch(**A, checkpoint_s3_uri=self.uri)
class T(Base):
    uri = "s3://b/c"
    def __init__(self): super().__init__()
T()
""",
    "what is done at last": """
K = {}
def f():
    try:
        return sm.describe()
    except ValueError:
        return None
    finally:
        K["checkpoint_s3_uri"] = "s3://b/c"
f()
PyTorch(**A, **K)
""",
    "a method of the class": """
class T:
    @classmethod
    def create(cls, name, uri=None):
        return PyTorch(**A, base_job_name=name, checkpoint_s3_uri=uri)
T.create("n", "s3://b/c").fit()
""",
    "an attribute of a class": """
class C: uri = None
C.uri = "s3://b/c"
PyTorch(**A, checkpoint_s3_uri=C.uri)
""",
    "the dictionary of an object": """
class C:
    uri = None
    def __init__(self, **kw):
        self.__dict__.update(kw)
c = C(uri="s3://b/c", x=1)
PyTorch(**A, checkpoint_s3_uri=c.uri)
""",
    "what a data class does at last": """
from dataclasses import dataclass
@dataclass
class C:
    name: str = "c"
    uri: str = None
    def __post_init__(self):
        if self.uri is None: self.uri = "s3://b/c"
PyTorch(**A, checkpoint_s3_uri=C().uri)
""",
    "an attribute after an early return": """
def main():
    if not os.path.exists("d"):
        return
    est = PyTorch(**A)
    est.checkpoint_s3_uri = "s3://b/c"
    est.fit()
main()
""",
    "an attribute in a block that may fail": """
try:
    est = PyTorch(**A); est.checkpoint_s3_uri = "s3://b/c"; est.fit()
except Exception as e: print(e)
""",
    "a handler that exits": """
u = None
try:
    sm.describe(); u = "s3://b/c"
except ValueError: sys.exit(1)
PyTorch(**A, checkpoint_s3_uri=u)
""",
    "a case for all the rest": """
def f():
    match X:
        case "a": return "s3://b/c"
        case _: return "s3://b/c"
PyTorch(**A, checkpoint_s3_uri=f())
""",
}


@pytest.mark.parametrize("code", ALSO_KNOWN.values(), ids=ALSO_KNOWN)
def test_what_is_certain_stays_known(read, code):
    (uri,) = checkpoints(read(START + code))
    assert uri.startswith("s3://")


ALSO_DOUBTED = {
    "a dictionary that one branch empties": """
if X: k = dict(A, checkpoint_s3_uri="s3://b/c")
else:
    k = dict(A, checkpoint_s3_uri="s3://b/c"); k.pop("checkpoint_s3_uri")
PyTorch(**k)
""",
    "a block that certainly fails": """
K={}
try:
    K["checkpoint_s3_uri"] = "s3://b/c"; raise ValueError
except ValueError: pass
PyTorch(**A, **K)
""",
    "a method that changes what another uses": """
class C:
    def __init__(self): self.uri = None
    def train(self): PyTorch(**A, checkpoint_s3_uri=self.uri)
    def with_checkpoints(self, uri):
        self.uri = uri
        return self
""",
    "an attribute of one of two": """
if X: est = PyTorch(**A)
else: est = TensorFlow(**A)
est.checkpoint_s3_uri = "s3://b/c"; est.fit()
""",
    "an attribute whose name is not known": """
class C:
    uri = None
    def __init__(self, **kw):
        for k, v in kw.items(): setattr(self, k, v)
c = C(uri="s3://b/c", x=1)
PyTorch(**A, checkpoint_s3_uri=c.uri)
""",
    "one of two dictionaries": """
gpu = {}; cpu = {}
k = gpu if X else cpu
k["checkpoint_s3_uri"] = "s3://b/c"
PyTorch(**A, **gpu)
""",
    "what a pattern captures": """
u = None
match load():
    case {"u": u}: pass
PyTorch(**A, checkpoint_s3_uri=u)
""",
    "a loop over what may be empty": """
K = {}
for i in [*load()]:
    K["checkpoint_s3_uri"] = "s3://b/c"
PyTorch(**A, **K)
""",
    "a loop over what may have got something": """
K = {}
items = []; items.extend(load())
for i in items:
    K["checkpoint_s3_uri"] = "s3://b/c"
PyTorch(**A, **K)
""",
}


@pytest.mark.parametrize("code", ALSO_DOUBTED.values(), ids=ALSO_DOUBTED)
def test_what_may_be_so_is_not_known(read, code):
    assert set(checkpoints(read(START + code))) == {UNKNOWN}


ALSO_MADE = {
    "by a static method": """
class T:
    @staticmethod
    def make(name, uri): return PyTorch(**A, base_job_name=name, checkpoint_s3_uri=uri)
    def go(self): self.make("n", None)
T().go()
""",
    "by one of several of which one is not known": """
class Q: pass
{"a": PyTorch, "b": TensorFlow, "c": load()}[X](**A)
""",
    "by a class that may be another one": """
def train(cls, x):
    if x: cls = PyTorch
    cls(**A)
""",
    "where an earlier turn says so": """
class R:
    def go(self):
        self.prev = None
        for n in ["a", "b"]:
            if self.prev is not None: PyTorch(**A)
            self.prev = n
R().go()
""",
}


@pytest.mark.parametrize("code", ALSO_MADE.values(), ids=ALSO_MADE)
def test_no_job_is_lost(read, code):
    assert set(checkpoints(read(START + code))) == {NOT_SET}


def many(line, count):
    return "".join(line.format(at=at, before=at - 1) for at in range(1, count))


MUCH = {
    "rings": "a = {'n': 1}\na['self'] = a\nb = {'n': 2}\nb['self'] = b\nk = a if X else b\n",
    "the same over and over": "if X:\n    a = {'v': 1}\n"
    + many("    a = {{'l': a, 'r': a}}\n", 21)
    + "else:\n    a = {'v': 2}\n"
    + many("    a = {{'l': a, 'r': a}}\n", 21),
    "many loops over much": f"B = {[str(at) for at in range(20_000)]}\n" + many("for i in B: print(i)\n", 3000),
    "many branches with much": "if X == '0': d = {}\n"
    + "".join(f"elif X == '{at}': d = { {f'k{at}_{key}': key for key in range(60)} }\n" for at in range(1, 1000)),
    "partials of partials": "p = functools.partial(print)\n" + many("p = functools.partial(p, x=1)\n", 1500) + "p()\n",
    "a long line of classes": "class C0: pass\n"
    + many("class C{at}(C{before}):\n    def __init__(self): super().__init__()\n", 1000),
}


@pytest.mark.parametrize("code", MUCH.values(), ids=MUCH)
def test_much_code_is_followed_in_time(read, code):
    started = time.monotonic()
    got = read(f"{START}PyTorch(**A)\n{code}")
    assert time.monotonic() - started < PATIENCE
    assert checkpoints(got) == [NOT_SET]
