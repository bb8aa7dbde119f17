"""What is known, what is not, and where it was learned."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from scanner.model.combinations import within
from scanner.model.places import Location
from scanner.model.words import INCOMPLETE_REASONS, GapReason, Source
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scanner.model.acceptance import InlineWaiver
    from scanner.model.combinations import Cases
    from scanner.model.places import Span
    from scanner.paths import Document, Path


@record(frozen=True, slots=True)
class Origin:
    """Where in the code a resource is written.

    `root` is what a deployment takes at once (a Terraform root directory, a template): names are joined only
    within it. `address` is the resource's name there (`module.a.aws_sagemaker_model.b["c"]`, a logical id).
    `spans` maps paths in the resource's document to their text, all in `file`. `span` is its header, `extent` all of
    its text, from the header to its end. `through` are the texts elsewhere that make it be there: calls of modules and
    functions, nested stacks, the elements that it is repeated for. `cases` are the combinations of the root's undecided
    conditions in which the resource is so; None where the root has but one way. `declared` is where a program declares
    it that wrote the file. `defaults` are of values that the code does not write, and say what gives them: "max_run is
    not given: the SageMaker Python SDK v2 takes 86,400". `holder` is the text of what names `file`, where that is in
    another file.
    """

    root: str
    address: str
    file: str
    span: Span
    spans: Mapping[Path, Span] = field(default_factory=dict)
    extent: Span | None = None
    through: tuple[Location, ...] = ()
    defaults: Mapping[Path, str] = field(default_factory=dict)
    cases: Cases | None = None
    declared: Location | None = None
    holder: Location | None = None

    @property
    def texts(self) -> tuple[Location, ...]:
        """All of its text, or its header where no more is known; then that of its holder."""
        whole = Location(self.file, self.extent or self.span, self.address)
        return (whole, self.holder) if self.holder else (whole,)


@record(frozen=True, slots=True)
class Resource:
    """One thing, as a document in the shape of the AWS API's own Describe answer.

    `type` is the CloudFormation type name. `id` is unique in a snapshot: the ARN, or for code `FILE:ADDRESS`.
    `learned` says how the document was learned: `sagemaker:Search`, `sagemaker:DescribeModel`, `terraform`, …
    """

    type: str
    id: str
    name: str
    document: Document
    account: str = ""
    region: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    learned: str = ""
    origin: Origin | None = None

    @property
    def source(self) -> Source:
        """Live, or code."""
        return Source.LIVE if self.origin is None else Source.CODE

    @property
    def scope(self) -> str:
        """What names are unique within: one region of an account, or one root of the code."""
        return f"{self.account}/{self.region}" if self.origin is None else self.origin.root

    @property
    def scopes(self) -> tuple[str, ...]:
        """Its scope, once for each combination of conditions in which it is so."""
        cases = self.origin.cases if self.origin else None
        return tuple(within(self.scope, one) for one in sorted(cases.these)) if cases else (self.scope,)

    @property
    def identity(self) -> str:
        """Its id, whatever the combination."""
        return self.id if self.origin is None else f"{self.origin.file}:{self.origin.address}"


@record(frozen=True, slots=True)
class Gap:
    """Something that is not known, and why.

    `message` says it as a sentence without a full stop; `needs` names what would decide it: an IAM action
    (`sagemaker:DescribeModel`), a variable (`var.instance_type`), a file. What it covers gets narrower with each field
    that is set: a region of an account or a root of the code (`scope`), a family (`type`), one resource (its id),
    a path in that resource's document; `Tags` as the first key stands for its tags. `present` is true when there
    certainly is a value and only its content is unknown.
    """

    reason: GapReason
    message: str
    needs: str
    scope: str = ""
    type: str = ""
    resource: str = ""
    path: Path = ()
    present: bool = False
    location: Location | None = None

    @property
    def blocking(self) -> bool:
        """Whether the scan is incomplete because of it."""
        return self.reason in INCOMPLETE_REASONS

    @property
    def hiding(self) -> bool:
        """Whether whole resources may be behind it, and not only what one says or how some are related."""
        return not self.resource and "::" not in self.type

    def at(self, path: Path, *, present: bool | None = None) -> Gap:
        """Give it at another path; `dataclasses.replace` would take far longer."""
        present = self.present if present is None else present
        return Gap(
            self.reason,
            self.message,
            self.needs,
            self.scope,
            self.type,
            self.resource,
            path,
            present,
            self.location,
        )


@record(frozen=True, slots=True)
class Snapshot:
    """The resources and gaps of one scan.

    `taken` is an ISO 8601 time in UTC; rules see it as `input.now`. `roots` are the regions (`ACCOUNT/REGION`) or
    the roots of code that were looked at, also when nothing was found there; `types` are the types that were asked
    for, None where all were.
    """

    source: Source
    taken: str
    tool_version: str
    roots: tuple[str, ...]
    resources: tuple[Resource, ...]
    gaps: tuple[Gap, ...] = ()
    types: frozenset[str] | None = None
    waivers: tuple[InlineWaiver, ...] = ()
