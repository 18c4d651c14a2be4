#!/usr/bin/env node
// SCIM load driver: preload through the public API, then run wrk (must be on PATH) once per operation.
//   node bench.mjs --base http://127.0.0.1:8080/api/v2/scim/v2 --co displayName --token T --users 10000 --groups 500 --big 5000 \
//        --conns 32 --secs 6 --pid <server pid> --state /tmp/state.json --out result.json [--only getUser,postUser] [--skip-preload]
// Emits one JSON document: {preload, rss, ops:{name:{rps,p50ms,p99ms,errors,serverCpuUsPerReq,...}}}
import fs from 'node:fs'; import os from 'node:os'; import path from 'node:path'; import { spawn } from 'node:child_process';
import { Client, pool, user, userName, procStat, args } from './common.mjs';

const A = args({ base: 'http://127.0.0.1:8080/scim/v2', token: '', users: 10000, groups: 500, big: 5000, conns: 32, secs: 6, pid: 0, width: 16,
  state: '', out: '', only: '', ctype: 'application/scim+json', remove: 'path', co: 'name.familyName', groupchunk: 5000, label: '', slowms: 100, warm: 4 });
const tmp = fs.mkdtempSync(path.join(os.tmpdir(), 'scimbench-'));
const c = new Client(A.base, A.token, Math.max(1, A.width), A.ctype);
const R = { label: A.label, base: A.base, users: A.users, groups: A.groups, big: A.big, conns: A.conns, secs: A.secs, when: new Date().toISOString() };
const rss = () => A.pid ? procStat(A.pid) : null;
R.rssEmpty = rss()?.rssMb;

let S;
if (A['skip-preload']) S = JSON.parse(fs.readFileSync(A.state));
else {
  S = { ids: [], groupIds: [], bigId: null }; let bad = 0, firstBad = null;
  let t = Date.now();
  await pool(A.users, A.width, async i => {
    const r = await c.req('POST', '/Users', user(i));
    if (r.status !== 201) { bad++; firstBad ??= `${r.status} ${r.body.toString().slice(0, 300)}`; return; }
    S.ids[i] = JSON.parse(r.body).id;
  });
  R.preloadUsersPerSec = Math.round(A.users / ((Date.now() - t) / 1000)); R.preloadBad = bad; R.preloadFirstBad = firstBad;
  R.rssAfterUsers = rss()?.rssMb;
  const G = 'urn:ietf:params:scim:schemas:core:2.0:Group';
  const big = Math.min(A.big, A.users);
  t = Date.now();
  const m = S.ids.slice(0, big).filter(Boolean).map(value => ({ value }));
  let g = await c.req('POST', '/Groups', { schemas: [G], displayName: 'Everyone', members: m.slice(0, A.groupchunk) });
  if (g.status !== 201) R.bigGroupError = `${g.status} ${g.body.toString().slice(0, 300)}`;
  else {
    S.bigId = JSON.parse(g.body).id;
    for (let k = A.groupchunk; k < m.length; k += A.groupchunk) {
      g = await c.req('PATCH', `/Groups/${S.bigId}`, { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: [{ op: 'add', path: 'members', value: m.slice(k, k + A.groupchunk) }] });
      if (g.status >= 300) { R.bigGroupError = `${g.status} ${g.body.toString().slice(0, 300)}`; break; }
    }
  }
  R.bigGroupCreateMs = Date.now() - t; t = Date.now();
  await pool(A.groups - 1, A.width, async i => {
    const members = Array.from({ length: 10 }, (_, k) => ({ value: S.ids[(i * 37 + k * 101) % A.users] })).filter(x => x.value);
    const r = await c.req('POST', '/Groups', { schemas: [G], displayName: `Group ${i}`, members });
    if (r.status === 201) S.groupIds.push(JSON.parse(r.body).id); else R.groupError ??= `${r.status} ${r.body.toString().slice(0, 300)}`;
  });
  R.preloadGroupsMs = Date.now() - t;
  if (A.state) fs.writeFileSync(A.state, JSON.stringify(S));
}
R.rssLoaded = rss()?.rssMb;

const ids = S.ids; const N = ids.length; const big = Math.min(A.big, N);
const P = new URL(A.base).pathname.replace(/\/$/, '');
const H = { Accept: A.ctype, Connection: 'keep-alive' }; if (A.token) H.Authorization = `Bearer ${A.token}`;
const HB = { ...H, 'Content-Type': A.ctype };
const PO = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const idx = n => Array.from({ length: n }, () => (Math.random() * N) | 0).filter(i => ids[i]);
const W = 4000;
const probe = await c.req('GET', `/Users/${ids.find(Boolean)}`); R.userBytes = probe.body.length; R.etag = probe.headers.etag ?? null;
const page = Math.max(1, Math.floor(N / 2) + 1);
const run = Date.now().toString(36);
const nonm = ids.slice(big).filter(Boolean); if (!nonm.length) nonm.push(...ids.slice(0, 100));

const OPS = {
  getUser: () => idx(W).map(i => ['GET', `/Users/${ids[i]}`]),
  getUser304: async () => {
    const e = []; for (const i of idx(500)) { const r = await c.req('GET', `/Users/${ids[i]}`); if (!r.headers.etag) return null; e.push(['GET', `/Users/${ids[i]}`, null, { 'If-None-Match': r.headers.etag }]); } return e; },
  filterEq: () => idx(W).map(i => ['GET', `/Users?filter=${encodeURIComponent(`userName eq "${userName(i)}"`)}`]),
  page100: () => [['GET', `/Users?startIndex=${page}&count=100`]],
  filterCo: () => [['GET', `/Users?filter=${encodeURIComponent(`${A.co} co "ab"`)}&count=100`]],
  postUser: () => 'POST',
  putUser: () => idx(W).map(i => ['PUT', `/Users/${ids[i]}`, JSON.stringify({ ...user(i), id: ids[i], title: 'Senior' })]),
  patchUser: () => idx(W).map((i, k) => ['PATCH', `/Users/${ids[i]}`, JSON.stringify({ schemas: [PO], Operations: [{ op: 'replace', path: 'active', value: k % 2 === 0 }] })]),
  getGroup: () => S.bigId && [['GET', `/Groups/${S.bigId}`]],
  getGroupExcl: () => S.bigId && [['GET', `/Groups/${S.bigId}?excludedAttributes=members`]],
  listGroupsExcl: () => [['GET', `/Groups?excludedAttributes=members&count=100`]],
  // add a member to the 5,000-member group, then remove the same one, so the group keeps its size (--remove none: adds only)
  patchGroupMember: () => S.bigId && nonm.slice(0, 5000).flatMap(v => {
    const add = ['PATCH', `/Groups/${S.bigId}`, JSON.stringify({ schemas: [PO], Operations: [{ op: 'add', path: 'members', value: [{ value: v }] }] })];
    if (A.remove === 'none') return [add];
    const rem = A.remove === 'path' ? { op: 'remove', path: `members[value eq "${v}"]` } : { op: 'remove', path: 'members', value: [{ value: v }] };
    return [add, ['PATCH', `/Groups/${S.bigId}`, JSON.stringify({ schemas: [PO], Operations: [rem] })]];
  }),
};

// wrk script: pre-format every request once, then replay round-robin. 'POST' makes unique users from a template.
function lua(reqs) {
  const q = s => JSON.stringify(s).replace(/\\u([0-9a-f]{4})/g, '\\x$1');
  const long = s => `[==[${s}]==]`;
  let l = `local R={}; local n=0; local function hdr(e) local h={${Object.entries(HB).map(([k, v]) => `[${q(k)}]=${q(v)}`).join(',')}}; if e then for k,v in pairs(e) do h[k]=v end end; return h end\n`;
  if (reqs === 'POST') {
    const t = JSON.stringify(user(1, '@@')).split('@@');
    l += `local T={${t.map(long).join(',')}}; local h=hdr()\nfunction request() n=n+1; return wrk.format("POST","${P}/Users",h,table.concat(T,"${run}"..n.."x")) end\n`;
  } else {
    const f = path.join(tmp, `r${Math.random().toString(36).slice(2)}.txt`);
    fs.writeFileSync(f, reqs.map(([m, p, b, e]) => [m, P + p, b ?? '', e ? e['If-None-Match'] : ''].join('\t')).join('\n') + '\n');
    l += `function init(args) for line in io.lines("${f}") do local m,p,b,e=line:match("^([^\\t]*)\\t([^\\t]*)\\t([^\\t]*)\\t(.*)$"); local h=hdr(e~="" and {["If-None-Match"]=e} or nil); if b=="" then h["Content-Type"]=nil end; R[#R+1]=wrk.format(m,p,h,b~="" and b or nil) end end\n`;
    l += `function request() n=n+1; if n>#R then n=1 end; return R[n] end\n`;
  }
  l += `function done(s,l,r) io.write(string.format('@@{"requests":%d,"durUs":%d,"bytes":%d,"non2xx3xx":%d,"sockErr":%d,"p50ms":%.3f,"p90ms":%.3f,"p99ms":%.3f,"maxms":%.3f,"meanms":%.3f}\\n',s.requests,s.duration,s.bytes,s.errors.status,s.errors.connect+s.errors.read+s.errors.write+s.errors.timeout,l:percentile(50)/1000,l:percentile(90)/1000,l:percentile(99)/1000,l.max/1000,l.mean/1000)) end\n`;
  const f = path.join(tmp, `s${Math.random().toString(36).slice(2)}.lua`); fs.writeFileSync(f, l); return f;
}
const wrk = (script, secs, conns = A.conns) => new Promise(res => {
  const w = spawn('wrk', ['-t1', `-c${conns}`, `-d${secs}s`, '--timeout', '20s', '-s', script, new URL(A.base).origin]); let o = '';
  w.stdout.on('data', d => o += d); w.stderr.on('data', d => o += d); w.on('close', () => { const m = /@@(\{.*\})/.exec(o); res(m ? JSON.parse(m[1].replace(/-?nan|inf/g, 'null')) : { error: o.slice(0, 400) }); });
});
R.ops = {};
if (A.warm) { const w = lua(OPS.getUser()); await wrk(w, A.warm); } // let tiered JIT settle before the first figure
const only = A.only ? A.only.split(',') : Object.keys(OPS);
for (const name of only) {
  try {
    await c.req('GET', `/Users/${ids.find(Boolean)}`); // waits until requests abandoned by the previous load run have drained
    const reqs = await OPS[name](); if (!reqs) { R.ops[name] = { skipped: true }; continue; }
    const one = reqs === 'POST' ? null : await c.req(reqs[0][0], reqs[0][1], reqs[0][2] ?? undefined, reqs[0][3] ?? {});
    // very slow operations (> slowms for one request) are timed one at a time instead of queueing 32 of them
    if (reqs !== 'POST') {
      const t0 = performance.now(); await c.req(reqs[0][0], reqs[0][1], reqs[0][2] ?? undefined); const ms1 = performance.now() - t0;
      if (ms1 > A.slowms) {
        const lat = [], a = rss(), end = performance.now() + A.secs * 1000; let bad = 0, k = 1;
        while (performance.now() < end) { const q = reqs[k++ % reqs.length], t = performance.now(); const r = await c.req(q[0], q[1], q[2] ?? undefined); lat.push(performance.now() - t); if (r.status >= 400) bad++; }
        const b = rss(); lat.sort((x, y) => x - y); const n = lat.length;
        R.ops[name] = { rps: +(1000 * n / lat.reduce((x, y) => x + y, 0)).toFixed(2), requests: n, sequential: true, p50ms: +lat[n >> 1].toFixed(2), p99ms: +lat[Math.min(n - 1, Math.floor(n * 0.99))].toFixed(2), non2xx3xx: bad, status: one.status, respBytes: one.body.length, serverCpuUsPerReq: a && b ? +(((b.cpuMs - a.cpuMs) * 1000) / n).toFixed(1) : undefined, rssMb: b && +b.rssMb.toFixed(0) };
        process.stderr.write(`${A.label} ${name.padEnd(17)} ${String(R.ops[name].rps).padStart(9)} rps SEQUENTIAL p50 ${R.ops[name].p50ms} ms status ${one.status} bad ${bad} bytes ${one.body.length}\n`); continue;
      }
    }
    const s = lua(reqs);
    if (reqs !== 'POST') await wrk(s, 1);
    const a = rss(); const r = await wrk(s, A.secs); const b = rss();
    const o = { rps: r.requests ? +(r.requests / (r.durUs / 1e6)).toFixed(1) : 0, ...r };
    if (a && b && r.requests) o.serverCpuUsPerReq = +(((b.cpuMs - a.cpuMs) * 1000) / r.requests).toFixed(1), o.rssMb = +b.rssMb.toFixed(0);
    if (one) { o.status = one.status; o.respBytes = one.body.length; if (one.status >= 400) o.sample = one.body.toString().slice(0, 160); }
    R.ops[name] = o; process.stderr.write(`${A.label} ${name.padEnd(17)} ${String(o.rps).padStart(9)} rps p50 ${o.p50ms} p99 ${o.p99ms} ms cpu/req ${o.serverCpuUsPerReq}us status ${o.status ?? ''} non2xx ${o.non2xx3xx} sock ${o.sockErr} bytes ${o.respBytes ?? ''}\n`);
  } catch (e) { R.ops[name] = { error: String(e) }; process.stderr.write(`${name} ERROR ${e}\n`); }
}
R.rssEnd = rss()?.rssMb; R.hwm = rss()?.hwmMb;
c.close(); fs.rmSync(tmp, { recursive: true, force: true });
const out = JSON.stringify(R, null, 1); if (A.out) fs.writeFileSync(A.out, out); else console.log(out);
