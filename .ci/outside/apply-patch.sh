#!/usr/bin/env bash
# The published patch scenarios through the command that users run.
set -euo pipefail
root=$(cd "$(dirname -- "$0")/../.." && pwd)
outside=$(cd "$root/../shared/outside" && pwd)
bash "$outside/apply-patch/run-scenarios.sh" "$root/cordon" apply-patch
