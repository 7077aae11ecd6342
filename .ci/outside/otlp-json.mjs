// node otlp-json.mjs FOLDER CORDON: FOLDER/node_modules has autotel-mcp. Runs a model, the collector
// and Cordon on loopback, and asks the collector what it got. Ends with 1 if a signal is missing.
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import path from 'node:path';

const [folder, cordon] = process.argv.slice(2);
const freePort = () =>
  new Promise((done) => {
    const probe = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });

let asked = 0;
const answer = (item) =>
  [
    { type: 'response.created', response: { id: 'r', model: 'test' } },
    { type: 'response.output_item.done', output_index: 0, item },
    { type: 'response.completed', response: { id: 'r', usage: { input_tokens: 9, output_tokens: 1 } } },
  ]
    .map((event) => `data: ${JSON.stringify(event)}\n\n`)
    .join('');
const call = {
  type: 'function_call', id: 'f', call_id: 'c1', name: 'exec_command', arguments: '{"cmd":"true"}',
};
const text = {
  type: 'message', id: 'm', role: 'assistant', content: [{ type: 'output_text', text: 'Done.' }],
};
const model = http.createServer((request, response) => {
  request.resume().on('end', () => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.end(answer(asked++ === 0 ? call : text));
  });
});
await new Promise((done) => model.listen(0, '127.0.0.1', done));

const port = await freePort();
const mcp = spawn(
  process.execPath,
  [path.join(folder, 'node_modules/autotel-mcp/bin/autotel-mcp'), '--collector-port', String(port)],
  { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, AUTOTEL_OFFLINE_MODE: 'true' } },
);
const waiting = new Map();
let buffered = '';
mcp.stdout.on('data', (chunk) => {
  buffered += chunk;
  for (let end = buffered.indexOf('\n'); end >= 0; end = buffered.indexOf('\n')) {
    const line = buffered.slice(0, end);
    buffered = buffered.slice(end + 1);
    try {
      const message = JSON.parse(line);
      waiting.get(message.id)?.(message);
    } catch {
      // Not for us.
    }
  }
});
let id = 0;
const request = (method, params) =>
  new Promise((done) => {
    waiting.set(++id, done);
    mcp.stdin.write(JSON.stringify({ jsonrpc: '2.0', id, method, params }) + '\n');
  });
const tool = async (name, input) =>
  JSON.stringify((await request('tools/call', { name, arguments: input })).result ?? {});
await request('initialize', {
  protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'otlp-json', version: '1' },
});
mcp.stdin.write('{"jsonrpc":"2.0","method":"notifications/initialized"}\n');
for (let tries = 0; tries < 100; tries++) {
  const open = await new Promise((done) => {
    const socket = net.connect(port, '127.0.0.1', () => { socket.destroy(); done(true); });
    socket.on('error', () => done(false));
  });
  if (open) break;
  await new Promise((done) => setTimeout(done, 100));
}

const home = path.join(folder, 'home');
const work = path.join(folder, 'work');
mkdirSync(path.join(home, '.cordon'), { recursive: true });
mkdirSync(path.join(work, '.git'), { recursive: true });
const there = `{ otlp-http = { endpoint = "http://127.0.0.1:${port}", protocol = "json" } }`;
writeFileSync(
  path.join(home, '.cordon/config.toml'),
  `model = "test"
model_provider = "test"

[model_providers.test]
base_url = "http://127.0.0.1:${model.address().port}/v1"
wire_api = "responses"

[otel]
exit_wait_millis = 20000
exporter = ${there}
trace_exporter = ${there}
metrics_exporter = ${there}
`,
);
const code = await new Promise((done) => {
  spawn(cordon, ['exec', 'do it'], {
    cwd: work, env: { ...process.env, HOME: home, CORDON_HOME: '' }, stdio: ['ignore', 'ignore', 'inherit'],
  }).on('exit', done);
});

const found = {
  traces: await tool('search_traces', { serviceName: 'cordon', limit: 10 }),
  spans: await tool('search_spans', { serviceName: 'cordon', limit: 50 }),
  logs: await tool('search_logs', { serviceName: 'cordon', limit: 50 }),
  metrics: await tool('list_metrics', { serviceName: 'cordon' }),
};
const wanted = [
  ['traces', 'invoke_agent cordon'],
  ['spans', 'execute_tool exec_command'],
  ['logs', 'cordon.decision'],
  ['metrics', 'gen_ai.invoke_agent.duration'],
];
let failed = code !== 0;
if (failed) console.error(`otlp-json: cordon ended with ${code}`);
for (const [signal, words] of wanted) {
  const there = found[signal].includes(words);
  console.error(`otlp-json: ${words}: ${there ? 'received' : 'MISSING in ' + found[signal].slice(0, 600)}`);
  failed ||= !there;
}
mcp.kill();
model.close();
process.exit(failed ? 1 : 0);
