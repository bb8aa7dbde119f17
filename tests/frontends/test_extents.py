"""Where the text of a resource ends."""

from scanner.frontends.calls import Call, read_call
from scanner.frontends.dialect import Dialect
from scanner.frontends.nodes import ELSEWHERE, Node
from scanner.frontends.writer import Place
from scanner.model import Resource, Span

HEADER = Span(4, 10, 4, 22)
REQUEST = Node(
    {
        "ModelName": Node("m", Span(5, 3, 5, 6)),
        "EnableNetworkIsolation": Node("true", Span(7, 3, 9, 1)),
        "ExecutionRoleArn": Node("r", ELSEWHERE),
    },
    Span(4, 1, 9, 2),
)


def extent(**more):
    place = Place("job.py", "job.py", "client.create_model", HEADER, **more)
    (resource,) = (item for item in read_call(Call("CreateModel", REQUEST, place), Dialect("python")))
    assert isinstance(resource, Resource)
    return resource.origin.extent


def test_where_the_format_does_not_say_it_ends_behind_the_last_value():
    assert extent() == Span(4, 10, 9, 1)


def test_where_the_format_says_it_ends_there():
    assert extent(extent=Span(4, 1, 12, 2)) == Span(4, 1, 12, 2)
