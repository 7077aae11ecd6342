#!/usr/bin/env bash
# A run of the packaged program against a collector that others wrote, over OTLP with JSON: it must
# have the trace, the decision and a metric afterwards.
set -euo pipefail
root=$(cd "$(dirname -- "$0")/../.." && pwd)
for program in npm node; do
    command -v "$program" >/dev/null 2>&1 || {
        echo "otlp-json: SKIPPED, there is no $program" >&2
        exit 0
    }
done
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$work"' EXIT
(cd "$work" && npm install --silent --no-fund --no-audit autotel-mcp@0.8.0 >/dev/null 2>&1) || {
    echo "otlp-json: SKIPPED, autotel-mcp cannot be installed" >&2
    exit 0
}
node "$root/.ci/outside/otlp-json.mjs" "$work" "$root/cordon"
