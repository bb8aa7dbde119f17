#!/usr/bin/env bash
# Collect from the account that the environment has credentials for, judge, and keep the snapshot and every report.
set -euo pipefail
directory="$RUNNER_TEMP/tipstaff"
mkdir -p "$directory"
snapshot="$directory/account.jsonl.zst"
regions=() arguments=()
while IFS= read -r line; do
  if [ -n "$line" ]; then regions+=(--region "$line"); fi
done <<< "$REGIONS"
while IFS= read -r line; do
  if [ -n "$line" ]; then arguments+=("$line"); fi
done <<< "$ARGUMENTS"

collected=0
python -m scanner.cli collect "${regions[@]}" -o "$snapshot" || collected=$?
if [ ! -f "$snapshot" ]; then exit "$collected"; fi
echo "directory=$directory" >> "$GITHUB_OUTPUT"
judged=0
python -m scanner.cli evaluate "$snapshot" --fail-on "$FAIL_ON" -o "json=$directory/tipstaff.json" \
  -o "sarif=$directory/tipstaff.sarif" -o "html=$directory/tipstaff.html" -o "markdown=$directory/summary.md" \
  "${arguments[@]}" || judged=$?
if [ -f "$directory/summary.md" ]; then cat "$directory/summary.md" >> "$GITHUB_STEP_SUMMARY"; fi
if [ -f "$directory/tipstaff.json" ] && python -P "$(dirname "$0")/is_complete.py" "$directory/tipstaff.json"; then
  echo "complete=true" >> "$GITHUB_OUTPUT"
fi
exit "$judged"
