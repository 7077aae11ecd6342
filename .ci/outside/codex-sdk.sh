#!/usr/bin/env bash
# The published SDK of Codex drives ./cordon for two turns, the second of which resumes the first.
set -euo pipefail
root=$(cd "$(dirname -- "$0")/../.." && pwd)
shared=$(cd "$root/../shared" && pwd)
work=$(mktemp -d)
trap 'kill "${server:-0}" 2>/dev/null || :; rm -rf "$work"' EXIT
cd "$work"
echo '{"type":"module"}' >package.json
npm install --silent --no-audit --no-fund --omit=optional @openai/codex-sdk@0.163.0 >npm.log 2>&1 || {
    tail -5 npm.log
    exit 1
}
mkdir home ws
PORT=0 LOG=$work/mock.jsonl BENCH_OUT=$work node "$shared/bench/mock.mjs" >mock.out 2>&1 &
server=$!
for _ in $(seq 50); do
    port=$(grep -oE '127\.0\.0\.1:[0-9]+|localhost:[0-9]+' mock.out | grep -oE '[0-9]+$' | head -1 || :)
    [ -n "$port" ] && break
    sleep 0.1
done
cat >drive.mjs <<'JS'
import { Codex } from '@openai/codex-sdk';
import assert from 'node:assert';
const codex = new Codex({
  codexPathOverride: process.env.CORDON,
  baseUrl: process.env.MOCK,
  apiKey: 'dummy',
  env: { PATH: process.env.PATH, HOME: process.env.CORDON_TEST_HOME },
});
const options = { workingDirectory: process.env.WS, skipGitRepoCheck: true, model: 'gpt-5.5',
                  sandboxMode: 'workspace-write', approvalPolicy: 'never' };
const thread = codex.startThread(options);
const first = await thread.run('TAG=sdk1 ROUNDS=2 SCRIPT=file');
assert.equal(first.items.filter(i => i.type === 'command_execution' && i.exit_code === 0).length, 2);
assert.ok(first.finalResponse.length > 0);
assert.ok(first.usage.input_tokens > 0);
const again = codex.resumeThread(thread.id, options);
const second = await again.run('TAG=sdk2 ROUNDS=1 SCRIPT=file');
assert.equal(again.id, thread.id);
const command = second.items.find(i => i.type === 'command_execution');
assert.match(command.aggregated_output, /^3 /);
console.log('2 passed, 0 failed');
JS
CORDON=$root/cordon MOCK=http://127.0.0.1:$port/v1 WS=$work/ws CORDON_TEST_HOME=$work/home node drive.mjs
