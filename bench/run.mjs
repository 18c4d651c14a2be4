#!/usr/bin/env node
// Roster, what the machine can do at best, and another server, side by side: see README.md here.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Client, args, procStat, sleep, user } from './common.mjs';
import { drawing } from './draw.mjs';
import { counted, load, measure, measureBulk, operations, together } from './operations.mjs';
import { Ceilings, Peer, Postgres, Roster, buildCeilings, built, publishRoster, repository } from './processes.mjs';
import { text } from './report.mjs';
import { ceilings, targets } from './targets.mjs';
import { Unique, wrk } from './wrk.mjs';

const options = args({
  engine: 'sqlite', users: 10_000, group: 5_000, groups: 500, secs: 3, warm: 2, warmup: 5, connections: 32, writers: 64, out: path.join(built, 'results'), peer: 'scimmy', only: '',
  'shared-buffers': '1GB', build: 'yes', url: '', token: '', pid: 0, bulk: 'yes',
});
const engines = { sqlite: ['sqlite'], postgres: ['postgres'], both: ['sqlite', 'postgres'] }[options.engine];
const wanted = options.only ? options.only.split(',') : [...Object.keys(operations), 'bulk', 'firstSeconds'];
const unknown = wanted.filter(name => !(name in operations) && !['bulk', 'firstSeconds'].includes(name));
if (!engines || unknown.length || !['scimmy', 'none'].includes(options.peer)) {
  console.error(`--engine is sqlite, postgres or both; --peer is scimmy or none; --only takes some of ${Object.keys(operations).join()},bulk,firstSeconds`);
  process.exit(2);
}

const about = {
  when: new Date().toISOString().slice(0, 16) + 'Z', commit: execFileSync('git', ['describe', '--always', '--dirty'], { cwd: repository, encoding: 'utf8' }).trim(),
  machine: { cpus: os.cpus().length, cpu: os.cpus()[0].model.trim(), memoryGb: Math.round(os.totalmem() / 2 ** 30), load: os.loadavg()[0].toFixed(1) },
  users: options.users, group: Math.min(options.group, options.users), groups: options.groups, secs: options.secs, connections: options.connections, writers: options.writers,
};
const started = performance.now();
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'roster-bench-'));
const running = new Set();
const cleanUp = async () => {
  for (const one of [...running].reverse()) await one.stop();
  fs.rmSync(folder, { recursive: true, force: true });
};
process.on('SIGINT', async () => { await cleanUp(); process.exit(130); });
try {
  fs.mkdirSync(options.out, { recursive: true });
  if (options.url) {
    save('other', await other());
  } else {
    if (options.build !== 'no') { publishRoster(); buildCeilings(); }
    const peer = options.peer === 'none' ? null : await scimmy();
    for (const engine of engines) save(`${engine}-${options.users}`, { ...await roster(engine), peer });
  }
} finally {
  await cleanUp();
}
console.error(`${((performance.now() - started) / 1000).toFixed(0)} s`);

function save(name, result) {
  const file = extension => path.join(options.out, `${name}.${extension}`);
  fs.writeFileSync(file('json'), JSON.stringify(result, null, 1) + '\n');
  fs.writeFileSync(file('txt'), text(result));
  if (result.engine !== 'other') fs.writeFileSync(file('svg'), drawing([result]));
  console.log(text(result));
  console.error(`${file('json')}, .txt${result.engine === 'other' ? '' : ', .svg'}`);
}

/** A meter of a process's processor time, in microseconds. */
function cpuOf(pid) {
  return () => procStat(pid).cpuMs * 1000;
}

function begun(program) {
  running.add(program);
  return program;
}

async function ended(program) {
  await program.stop();
  running.delete(program);
}

function progress(name, found) {
  console.error(found ? `  ${name.padEnd(16)} ${found.rate.toFixed(found.rate < 100 ? 1 : 0).padStart(8)}/s  p50 ${found.p50.toFixed(2)} ms${found.errors ? `  ${found.errors} ERRORS` : ''}` : `  ${name.padEnd(16)} not there`);
  return found;
}

// ---- Roster

async function roster(engine) {
  console.error(engine);
  const place = path.join(folder, engine);
  fs.mkdirSync(place);
  const postgres = engine === 'postgres' ? begun(await Postgres.start(fs.mkdtempSync(path.join(os.tmpdir(), 'roster-bench-postgres-')), { sharedBuffers: options['shared-buffers'] })) : null;
  const settings = { database: postgres?.connectionString('roster') }, facts = {};

  let server = begun(await Roster.start(place, settings));
  const { token } = server;
  await sleep(1000);
  facts.idleMb = server.stat.anonMb;
  await setLookThrough(server);
  let client = new Client(server.base, token, 32);
  const { loadRate, ...data } = await load(client, { users: options.users, group: options.group, groups: options.groups, bulk: true });
  Object.assign(facts, { loadRate, loadedMb: server.stat.anonMb });
  client.close();

  // As the database does by itself within a minute, which would be in the midst of the first figures.
  postgres?.query('VACUUM ANALYZE', 'roster');

  // Stopped, so that the ceilings get a copy; started again some times, which is how long a start takes with all that data.
  await ended(server);
  facts.diskPerUserKb = diskBytes(place, postgres) / options.users / 1000;
  const storage = copy(place, postgres);
  const starts = [];
  for (let start = 0; start < 3; start++) {
    server = begun(await Roster.start(place, { ...settings, token }));
    starts.push(server.startMs);
    if (start < 2) await ended(server);
  }

  facts.startMs = starts.sort((a, b) => a - b)[1];
  const limits = begun(await Ceilings.start(place, storage));
  client = new Client(server.base, token, 32);
  const directory = { ...data, client };
  const cpu = pid => ({ cpuUs: cpuOf(pid), ...(postgres ? { databaseCpuUs: () => postgres.cpuMs * 1000 } : {}) });
  const meters = { allocatedBytes: () => server.allocatedBytes(), ...cpu(server.pid) };
  const by = { seconds: options.secs, warm: options.warm, connections: options.connections, writers: options.writers, meters };

  const found = { ceilings: {}, operations: {} };
  const users = operations.getUser.requests(directory).map(r => ({ ...r, path: client.prefix + r.path }));
  await wrk(server.origin, token, users, { connections: options.connections, seconds: options.warmup });
  const readUsers = () => counted(meters, () => wrk(server.origin, token, users, { connections: options.connections, seconds: 1 }));
  const limit = name => warmed[name] ??= ceiling(limits, name, data, cpu(limits.pid)), warmed = {};
  const compared = Object.fromEntries(targets(engine, options.users).filter(({ target }) => target.kind === 'ratio').map(({ operation, target }) => [operation, target.of]));
  for (const name of wanted.filter(name => name in operations)) {
    const against = compared[name], isCeiling = against in ceilings;
    const beside = isCeiling ? { [against]: await limit(against) } : against ? { [against]: readUsers } : {};
    found.operations[name] = progress(name, await measure(directory, name, { ...by, beside }));
    const others = found.operations[name]?.beside ?? {};
    if (isCeiling && others[against]) found.ceilings[against] = together([progress(against, others[against]), ...[found.ceilings[against] ?? []].flat()]);
  }

  for (const [name, operation] of [['memoryAnswer', 'getUser'], ['pageAnswer', 'pageByCursor'], ['groupAnswer', 'getGroup']]) {
    if (wanted.includes(operation)) found.ceilings[name] = progress(name, await (await limit(name))());
  }

  facts.usedMb = server.stat.anonMb;
  if (wanted.includes('bulk')) found.operations.bulk = progress('bulk', await measureBulk(directory, options.secs, meters));
  await ended(limits);
  await ended(server);
  if (engine === 'sqlite' && wanted.includes('firstSeconds')) {
    server = begun(await Roster.start(place, { ...settings, token }));
    found.operations.firstSeconds = progress('firstSeconds', await counted(cpu(server.pid), () => wrk(server.origin, token, users, { connections: options.connections, seconds: 3 })));
    await ended(server);
  }

  client.close();
  if (postgres) {
    await ended(postgres);
    fs.rmSync(postgres.folder, { recursive: true, force: true });
  }

  fs.rmSync(place, { recursive: true, force: true });
  return { ...about, engine, ...found, facts, settings: postgres?.settings };
}

// A filter that no index answers may look through all.
async function setLookThrough({ origin, token }) {
  const answer = await fetch(`${origin}/admin/v1/tenants/default/settings`, {
    method: 'PUT', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: JSON.stringify({ lookThrough: 10_000_000 }),
  });
  if (!answer.ok) throw new Error(`Settings: ${answer.status} ${await answer.text()}`);
}

function database(place) { return path.join(place, 'data/roster.db'); }

function diskBytes(place, postgres) {
  return postgres
    ? Number(postgres.query("SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c WHERE c.relkind = 'r' AND c.relname IN ('resource', 'resource_value', 'resource_name', 'change', 'member')", 'roster'))
    : fs.statSync(database(place)).size;
}

/** What the ceilings are started with. */
function copy(place, postgres) {
  if (postgres) {
    postgres.copy('ceilings');
    return ['postgres', postgres.connectionString('postgres', 'ceilings')];
  }

  const file = path.join(place, 'ceilings.db');
  fs.copyFileSync(database(place), file);
  return ['sqlite', file];
}

// ---- Ceilings

/** Measures one for a second, when it is warm. */
async function ceiling({ origin, token }, name, { ids }, meters) {
  const { path: fixed, writes } = ceilings[name];
  const requests = fixed ? [{ method: 'GET', path: fixed }]
    : writes ? Array.from({ length: 1000 }, (_, i) => ({ method: 'POST', path: '/stored', body: JSON.stringify(user(i, Unique)) }))
      : Array.from({ length: 4000 }, () => ({ method: 'GET', path: `/stored/${ids[(Math.random() * ids.length) | 0]}` }));
  const connections = writes ? options.writers : options.connections;
  // There is little in them to get warm.
  if (options.warm) await wrk(origin, token, requests, { connections, seconds: 1 });
  return () => counted(meters, () => wrk(origin, token, requests, { connections, seconds: 1 }));
}

// ---- Other servers

/** A second or so each: what takes them milliseconds needs no more. */
async function scimmy() {
  console.error('scimmy');
  const peer = begun(await Peer.start(folder)), size = { users: Math.min(options.users, 10_000), group: Math.min(options.group, options.users, 5_000), groups: 10 };
  const client = new Client(peer.base, peer.token, 32);
  const data = await load(client, { ...size, bulk: false });
  const names = wanted.filter(name => ['getUser', 'unchanged', 'findUserName', 'pageByIndex', 'contains', 'getGroup', 'createUser', 'patchUser', 'putUser', 'patchMember'].includes(name));
  const result = { name: 'SCIMMY on Express, in memory', ...size, operations: await measureAll({ ...data, client }, names, { seconds: 1, warm: Math.min(options.warm, 1) }, peer.pid) };
  client.close();
  await ended(peer);
  return result;
}

/** A server that somebody else started. */
async function other() {
  const client = new Client(options.url, options.token, 32);
  const { loadRate, ...data } = await load(client, { users: options.users, group: options.group, groups: options.groups, bulk: options.bulk !== 'no' });
  const found = await measureAll({ ...data, client }, wanted.filter(name => name in operations), { seconds: options.secs, warm: options.warm }, options.pid);
  client.close();
  return { ...about, engine: 'other', base: options.url, operations: found, ceilings: {}, facts: { loadRate } };
}

async function measureAll(directory, names, times, pid) {
  const by = { ...times, connections: options.connections, writers: options.writers, meters: pid ? { cpuUs: cpuOf(pid) } : {} };
  const found = {};
  for (const name of names) found[name] = progress(name, await measure(directory, name, by));
  return found;
}
