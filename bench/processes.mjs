// The programs that are measured, each with a folder or port of its own. All end with this script, be it killed.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { familyCpuMs, firstAnswer, freePorts, procStat, sleep } from './common.mjs';

export const repository = path.join(import.meta.dirname, '..');
export const built = path.join(repository, 'artifacts/bench');

function build(...args) {
  console.error(`dotnet ${args.join(' ')}`);
  execFileSync('dotnet', [...args, '-v', 'q', '-nologo'], { cwd: repository, stdio: ['ignore', 2, 2] });
}

/** Roster as it is delivered, compiled ahead of time with the runtime in it; beside the usual outputs, which stay as they are. */
export function publishRoster() {
  build('publish', 'src/Roster', '-c', 'Release', '--use-current-runtime', '--self-contained', '-p:RunAnalyzers=false', '--artifacts-path', built, '-o', path.join(built, 'roster'));
}

export function buildCeilings() {
  build('build', 'bench/ceilings', '-c', 'Release', '-o', path.join(built, 'ceilings'));
}

class Program {
  run(name, command, args, { env = {}, cwd, user } = {}) {
    this.name = name;
    this.log = path.join(cwd, `${name}.log`);
    const log = fs.openSync(this.log, 'a');
    this.child = spawn('setpriv', [...(user ?? []), '--pdeathsig', 'KILL', command, ...args], { cwd, stdio: ['ignore', log, log], env: { ...process.env, ...env } });
    fs.closeSync(log);
    return this;
  }

  get pid() { return this.child.pid; }

  get hasEnded() { return this.child.exitCode !== null || this.child.signalCode !== null; }

  async ready(url, token, since = performance.now()) {
    try { return await firstAnswer(url, token, since, () => this.hasEnded); } catch (error) { throw new Error(`${this.name}: ${error.message}\n${fs.readFileSync(this.log, 'utf8').slice(-2000)}`); }
  }

  async stop(signal = 'SIGTERM') {
    if (this.hasEnded) return;
    const forced = setTimeout(() => this.child.kill('SIGKILL'), 30_000);
    await new Promise(done => { this.child.once('exit', done); this.child.kill(signal); });
    clearTimeout(forced);
  }
}

const client = { id: 'bench', secret: 'a-secret-of-the-benchmark-with-43-characters' };

/** Roster on a data folder; started again on the same one it has what it had. */
export class Roster extends Program {
  /** @returns with startMs, from the start of the process to its first 200 */
  static async start(folder, { database, token, env = {} } = {}) {
    const [port] = await freePorts(1), roster = new Roster();
    Object.assign(roster, { origin: `http://127.0.0.1:${port}`, base: `http://127.0.0.1:${port}/scim/v2`, folder });
    const since = performance.now();
    roster.run('roster', path.join(built, 'roster/roster'), ['serve'], {
      cwd: folder,
      env: {
        ROSTER_Data: path.join(folder, 'data'), ROSTER_Urls: roster.origin, ROSTER_Bootstrap__ClientId: client.id, ROSTER_Bootstrap__ClientSecret: client.secret,
        ROSTER_RateLimit__RequestsPerMinute: '0', ROSTER_Logging__LogLevel__Default: 'Warning', ROSTER_Shutdown__DrainSeconds: '0',
        ...(database ? { ROSTER_Storage__ConnectionString: database } : {}), ...env,
      },
    });
    roster.startMs = await roster.ready(token ? `${roster.base}/Users?count=1` : `${roster.base}/ServiceProviderConfig`, token, since);
    roster.token = token ?? await roster.#fetchToken();
    return roster;
  }

  async #fetchToken() {
    const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: client.id, client_secret: client.secret });
    const answer = await fetch(`${this.origin}/oauth/token`, { method: 'POST', body });
    if (!answer.ok) throw new Error(`No token: ${answer.status} ${await answer.text()}`);
    return (await answer.json()).access_token;
  }

  get stat() { return procStat(this.pid); }

  /** What it has allocated since its start, in bytes. */
  async allocatedBytes() {
    const answer = await fetch(`${this.origin}/metrics`, { headers: { authorization: `Bearer ${this.token}` } });
    const found = /^dotnet_gc_heap_total_allocated\w*(?:\{[^}]*\})? (\S+)/m.exec(await answer.text());
    if (!found) throw new Error(`No allocations among the metrics: ${answer.status}`);
    return Number(found[1]);
  }
}

/** What the machine can do with less: see ceilings/Program.cs. */
export class Ceilings extends Program {
  static async start(folder, storage) {
    const [port] = await freePorts(1), ceilings = new Ceilings();
    Object.assign(ceilings, { origin: `http://127.0.0.1:${port}`, token: 'bench' });
    ceilings.run('ceilings', 'dotnet', [path.join(built, 'ceilings/ceilings.dll'), ceilings.origin, ...storage], { cwd: folder });
    await ceilings.ready(`${ceilings.origin}/memory`, ceilings.token);
    return ceilings;
  }
}

/** SCIMMY on Express, everything in memory. */
export class Peer extends Program {
  static async start(folder) {
    const source = path.join(import.meta.dirname, 'peer'), modules = path.join(source, 'node_modules/.package-lock.json');
    if (!fs.existsSync(modules)) execFileSync('npm', ['ci', '--prefix', source, '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'], { stdio: ['ignore', 2, 2] });
    const [port] = await freePorts(1), peer = new Peer();
    Object.assign(peer, { base: `http://127.0.0.1:${port}/scim/v2`, token: 'bench' });
    peer.run('peer', process.execPath, [path.join(source, 'server.mjs')], { cwd: folder, env: { NODE_ENV: 'production', PORT: port, TOKEN: peer.token } });
    await peer.ready(`${peer.base}/ServiceProviderConfig`, peer.token);
    return peer;
  }
}

const programs = process.env.POSTGRES_BIN ?? '/usr/lib/postgresql/15/bin';

/** A PostgreSQL server that waits for the disk at each commit, in a temporary folder, run as user postgres when we are root. */
export class Postgres extends Program {
  static async start(folder, { sharedBuffers }) {
    const server = new Postgres(), [port] = await freePorts(1), data = path.join(folder, 'postgres');
    const user = process.getuid() === 0 ? ['--reuid=postgres', '--regid=postgres', '--init-groups'] : [];
    fs.mkdirSync(data);
    if (user.length) execFileSync('chown', ['postgres:', folder, data]);
    execFileSync('setpriv', [...user, path.join(programs, 'initdb'), '-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--data-checksums'], { cwd: folder, stdio: ['ignore', 'ignore', 2] });
    const settings = {
      port, listen_addresses: '127.0.0.1', unix_socket_directories: '', max_connections: 200, shared_buffers: sharedBuffers,
      fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on', max_wal_size: '4GB',
    };
    server.run('postgres', path.join(programs, 'postgres'), ['-D', data, ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])], { cwd: folder, user });
    Object.assign(server, { port, settings, folder });
    for (const end = Date.now() + 60_000; ; await sleep(50)) {
      try { server.query('SELECT 1'); break; } catch (error) { if (server.hasEnded || Date.now() > end) throw error; }
    }
    server.query('CREATE ROLE roster LOGIN');
    server.query('CREATE DATABASE roster OWNER roster');
    server.query('CREATE EXTENSION pg_trgm', 'roster');
    return server;
  }

  query(sql, database = 'postgres') {
    return execFileSync(path.join(programs, 'psql'), ['-XAtq', '-v', 'ON_ERROR_STOP=1', '-h', '127.0.0.1', '-p', this.port, '-U', 'postgres', '-d', database, '-c', sql], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  }

  connectionString(user, database = 'roster') { return `Host=127.0.0.1;Port=${this.port};Username=${user};Database=${database}`; }

  /** The same data under another name; nobody may be connected. */
  copy(name) { this.query(`CREATE DATABASE ${name} TEMPLATE roster STRATEGY FILE_COPY`); }

  get cpuMs() { return familyCpuMs(this.pid); }

  stop() { return super.stop('SIGINT'); }
}
