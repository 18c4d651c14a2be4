// Load by wrk (a Debian package): requests are formatted once and replayed in turn.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'roster-wrk-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
let files = 0;

/** What stands in a body for text that is another in each request. */
export const Unique = '@@';

/**
 * @param requests {method, path, body, match}: match is an If-None-Match. Where a body has the Unique mark, each request is made anew.
 * @param pause milliseconds that each connection waits between requests
 * @returns requests, seconds, errors, p50, p99 (milliseconds), rate
 */
export async function wrk(origin, token, requests, { seconds, connections, pause = 0 }) {
  const script = write('lua', lua(token, requests, pause));
  const output = await new Promise((done, failed) => {
    const child = spawn('wrk', ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '20s', '-s', script, origin]);
    let text = '';
    child.stdout.on('data', data => text += data);
    child.stderr.on('data', data => text += data);
    child.on('error', () => failed(new Error('wrk is needed (a Debian package).')));
    child.on('close', () => done(text));
  });
  const found = /@@(\{.*\})/.exec(output);
  if (!found) throw new Error(`wrk: ${output.slice(0, 400)}`);
  const result = JSON.parse(found[1].replace(/-?nan|-?inf/g, '0'));
  return { ...result, rate: (result.requests - result.errors) / result.seconds };
}

function lua(token, requests, pause) {
  const fresh = requests.some(request => request.body?.includes(Unique));
  const lines = write('txt', requests.map(({ method, path, body, match }) => [method, path, match ?? '', body ?? ''].join('\t')).join('\n') + '\n');
  const tag = `${Date.now().toString(36)}${(files).toString(36)}`;
  return `
local requests, n = {}, 0
local function headers(match, body)
  local all = { ["Accept"] = "application/scim+json", ["Authorization"] = "Bearer ${token}" }
  if match ~= "" then all["If-None-Match"] = match end
  if body ~= "" then all["Content-Type"] = "application/scim+json" end
  return all
end
function init(args)
  for line in io.lines("${lines}") do
    local method, path, match, body = line:match("^([^\\t]*)\\t([^\\t]*)\\t([^\\t]*)\\t(.*)$")
    ${fresh
    ? 'requests[#requests + 1] = { method, path, headers(match, body), body }'
    : 'requests[#requests + 1] = wrk.format(method, path, headers(match, body), body ~= "" and body or nil)'}
  end
end
function request()
  n = n + 1
  ${fresh
    ? `local one = requests[(n - 1) % #requests + 1]
  return wrk.format(one[1], one[2], one[3], (one[4]:gsub("${Unique}", "${tag}" .. n .. "-")))`
    : 'return requests[(n - 1) % #requests + 1]'}
end
${pause ? `function delay() return ${pause} end` : ''}
function done(summary, latency, perRequest)
  local e = summary.errors
  io.write(string.format('@@{"requests":%d,"seconds":%.3f,"errors":%d,"p50":%.3f,"p99":%.3f}\\n',
    summary.requests, summary.duration / 1e6, e.status + e.connect + e.read + e.write + e.timeout, latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
`;
}

function write(extension, text) {
  const file = path.join(folder, `${++files}.${extension}`);
  fs.writeFileSync(file, text);
  return file;
}
