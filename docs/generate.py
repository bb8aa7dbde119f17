"""Write what is generated: policy pages, the settings' schema, the fields of resource types, the demo's snapshot.

`python docs/generate.py` writes, `python docs/generate.py --check` fails when anything is not in step.
"""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import orjson
import yaml
from pydantic import TypeAdapter

from policies.reference import load_reference
from scanner.catalog import area, load_catalog, parameters
from scanner.collectors import FAMILIES, Patience, Silent, Target
from scanner.collectors.shapes import derive_shapes
from scanner.config import Settings
from scanner.digests import digest
from scanner.engines.compiler.writing import write_program
from scanner.policy_files import metadata_of
from scanner.scan import snapshot_account
from scanner.snapshot import read_snapshot, write_snapshot
from tests.aws.example_account import REGIONS, SCAN_DAY, seed_example_account
from tests.aws.server import FakeAws

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scanner.model import Policy, Snapshot

ROOT = Path(__file__).parent.parent
DEMO = ROOT / "scanner/demo/account.jsonl.zst"
_PRETTY = orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2


def generated() -> dict[str, bytes]:
    """Give every generated file's content by its path."""
    policies = load_catalog().policies
    listed = sorted((ROOT / "policies/frameworks").glob("*.yaml"))
    frameworks = {file.stem: yaml.safe_load(file.read_text(encoding="utf-8")) for file in listed}
    files = {f"docs/policies/{policy.id}.md": policy_page(policy, frameworks) for policy in policies}
    files["docs/policies/README.md"] = policy_index(policies)
    files["docs/permissions.md"] = permissions_page()
    texts = {name: text.encode() for name, text in files.items()}
    texts["scanner/shapes.json"] = orjson.dumps(derive_shapes(), option=_PRETTY) + b"\n"
    libraries = load_catalog().libraries
    rego = {policy.file: policy.text for policy in policies if policy.language == "rego"}
    data = {"reference": load_reference(), "params": parameters(policies, {})}
    texts["policies/compiled.py"] = write_program({**libraries, **rego}, data).encode()
    known = {digest(policy.text): metadata_of(policy.file, policy.text) for policy in policies}
    texts["policies/metadata.json"] = (
        orjson.dumps(known, option=orjson.OPT_INDENT_2) + b"\n"
    )  # in the order of the policy
    about = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "tipstaff.toml"}
    schema = TypeAdapter(Settings).json_schema() | about
    texts["scanner/config.schema.json"] = orjson.dumps(schema, option=_PRETTY) + b"\n"
    return texts


def policy_page(policy: Policy, frameworks: dict[str, dict[str, dict[str, str]]]) -> str:
    """Write one policy's page from its metadata."""
    subjects = ", ".join(f"`{subject}`" for subject in policy.subjects)
    lines = [
        f"# {policy.title}",
        "",
        f"`{policy.id}` · `{policy.code}` · {policy.severity.label} · {policy.category} · judges {subjects}",
        "",
        policy.description,
        "",
        "## How to fix it",
        "",
        policy.remediation,
        "",
        "## What it reads",
        "",
        "When any of this is not known, the verdict is `unknown`; with `?` only whether the value is there matters.",
        "",
        *(f"- `{'.'.join(read.path)}{'?' * read.presence}`" for read in policy.reads),
        "",
    ]
    if policy.params:
        lines += ["## Parameters", "", "| parameter | default |", "| --- | --- |"]
        lines += [f"| `{name}` | `{orjson.dumps(value).decode()}` |" for name, value in policy.params.items()]
        lines += ["", "Change them in `tipstaff.toml`:", "", "```toml", f'[params."{policy.id}"]']
        lines += [f"{name} = {orjson.dumps(value).decode()}" for name, value in policy.params.items()] + ["```", ""]
    if policy.controls:
        lines += ["## Controls", ""]
        for framework, ids in policy.controls.items():
            known = frameworks.get(framework, {}).get("controls", {})
            lines += [_control(framework, control, known.get(control)) for control in ids]
        lines += [""]
    if policy.links:
        lines += ["## See also", "", *(f"- <{link}>" for link in policy.links), ""]
    return "\n".join([*lines, f"Source: [`{policy.file}`](../../{policy.file})", ""])


def _control(framework: str, control: str, known: dict[str, str] | None) -> str:
    if not known:
        return f"- {framework}: {control}"
    return f"- {framework}: [{control}]({known['link']}) {known['title']}"


def policy_index(policies: tuple[Policy, ...]) -> str:
    """Write the table of all policies."""
    lines = ["# Policies", "", "Generated from the policies' own metadata.", ""]
    lines += ["| code | policy | severity | what should be true |", "| --- | --- | --- | --- |"]
    lines += [
        f"| {policy.code} | [{policy.id}]({policy.id}.md) | {policy.severity.label} | {policy.title} |"
        for policy in sorted(policies, key=lambda policy: (area(policy), policy.code))
    ]
    return "\n".join([*lines, ""])


def permissions_page() -> str:
    """Write the IAM actions that a scan needs, family by family."""
    lines = [
        "# Permissions",
        "",
        "A scan reads and never writes. `tipstaff permissions` prints the least IAM policy for the policies that are",
        "selected, ready to attach; `tipstaff doctor` tries it ([doctor.md](doctor.md)):",
        "",
        "```console",
        "$ tipstaff permissions > policy.json",
        "$ tipstaff permissions --policy TRN001 --policy EPT001 -o terraform > tipstaff.tf",
        "$ tipstaff permissions --family all --management -o cloudformation > tipstaff.yaml",
        "```",
        "",
        "- It has what the selected policies read and no more, so print it again when you select others. `--family`",
        "  adds a family whole, as for `tipstaff collect`; `--family all` allows what any policy may ever read.",
        "- All statements are on `*`: most of the actions know no other resource, and a scan looks at all there is.",
        "- `--without-fallbacks` leaves out what is asked only where the first answer is denied or not enough.",
        "- `--region all` adds `ec2:DescribeRegions` in a statement of its own; with regions by name nobody needs it.",
        "- `sts:GetCallerIdentity` needs no permission. To scan through a role, allow `sts:AssumeRole` on it besides.",
        "",
        "Without one of the actions a scan goes on, and the findings that needed it are `unknown` and name it. By",
        "family of resources, generated from the table that the collectors use:",
        "",
        "| family | IAM actions | instead, where the first is denied |",
        "| --- | --- | --- |",
    ]
    lines += [f"| {family.name} | {_code(family.actions)} | {_code(family.fallback_actions)} |" for family in FAMILIES]
    return "\n".join([*lines, ""])


def _code(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def demo_snapshot() -> Snapshot:
    """Collect the example account, as it is on its own day, for `tipstaff demo`."""
    with FakeAws.start() as aws:
        seed_example_account(aws, SCAN_DAY)
        os.environ.update(aws.environment())
        taken = snapshot_account(Target(regions=REGIONS), load_catalog().select(), Silent(), Patience(pace=50))
    return replace(taken, taken=f"{SCAN_DAY:%Y-%m-%d}T12:00:00Z")


def main(arguments: list[str]) -> int:
    """Write or check. Exits 1 when a check finds a file that is not in step."""
    stale = []
    taken = demo_snapshot()
    if not DEMO.exists() or read_snapshot(DEMO) != taken:
        stale.append(DEMO.relative_to(ROOT).as_posix())
        if "--check" not in arguments:
            with DEMO.open("wb") as file:
                write_snapshot(taken, file)
    for name, content in generated().items():
        file = ROOT / name
        if file.exists() and file.read_bytes() == content:
            continue
        stale.append(name)
        if "--check" not in arguments:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
    known = set(generated())
    pages = {file.relative_to(ROOT).as_posix() for file in (ROOT / "docs/policies").glob("*.md")}
    stale += sorted(pages - known)
    if stale and "--check" in arguments:
        sys.stderr.write("not in step, run `make generate`: " + ", ".join(stale) + "\n")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
