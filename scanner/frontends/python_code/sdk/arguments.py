"""Give the arguments of a call by their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.frontends.python_code.values import NOTHING, Choice, Item, Made, Symbol
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scanner.frontends.nodes import Unknown


@record(frozen=True, slots=True)
class Arguments:
    """What a call is given, by name; of a call with `rest`, any other may be given too."""

    named: Mapping[str, Item]
    rest: Unknown | None = None

    def item(self, *names: str) -> Item:
        """Give the first of some arguments that is given; None counts as not given."""
        return next((self.named[name] for name in names if self.has(name)), NOTHING)

    def has(self, name: str) -> bool:
        """Tell whether an argument is given."""
        return self.named.get(name, NOTHING).value is not None

    def made(self, *names: str) -> Made | None:
        """Give the call that makes an argument."""
        return made_of(self.item(*names))


def arguments_of(made: Made, order: Sequence[str]) -> Arguments:
    """Name the arguments of a call; what is set on the object afterwards counts as given."""
    named = dict(zip(order, made.args, strict=False)) | dict(made.given) if made.args else made.given
    return Arguments(named, made.rest)


def made_of(item: Item) -> Made | None:
    """Give the call that makes a value, None where it is something else."""
    return item.value.call if isinstance(item.value, Symbol) else None


def objects_in(made: Made) -> Iterator[Made]:
    """Yield the calls that make the arguments of a call."""
    waiting = [*made.args, *made.keywords.values()]
    while waiting:
        item = waiting.pop()
        match item.value:
            case Symbol(call=call) if call is not None:
                yield call
            case (tuple() as parts) | Choice(options=parts):
                waiting += parts
            case _:
                continue
