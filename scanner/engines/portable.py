"""The functions that regorus and OPA compute alike, measured call by call."""

from __future__ import annotations

from typing import Final

_NAMES: Final = """
abs ceil floor round to_number format_int
count sum product max min sort all any
concat contains endswith startswith indexof lower upper replace split sprintf substring trim trim_left trim_prefix
trim_right trim_space trim_suffix strings.any_prefix_match strings.any_suffix_match strings.replace_n strings.reverse
array.concat array.reverse array.slice
object.filter object.get object.keys object.remove object.subset object.union object.union_n
json.filter json.patch json.remove json.marshal json.unmarshal json.is_valid
union intersection
graph.reachable graph.reachable_paths walk
glob.match regex.match regex.is_valid regex.replace regex.split regex.find_n regex.find_all_string_submatch_n
is_array is_boolean is_null is_number is_object is_set is_string type_name
base64.decode base64.encode base64.is_valid hex.decode hex.encode urlquery.decode urlquery.encode
net.cidr_contains net.cidr_expand net.cidr_intersects net.cidr_is_valid
numbers.range numbers.range_step units.parse units.parse_bytes semver.compare
time.clock time.date time.diff time.parse_rfc3339_ns time.weekday
"""

PORTABLE_FUNCTIONS: Final = frozenset(_NAMES.split())
TEST_FUNCTIONS: Final = frozenset({"print"})
"""What only tests may call."""
