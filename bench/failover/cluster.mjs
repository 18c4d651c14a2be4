// Two PostgreSQL servers under Patroni with one etcd, all on 127.0.0.1 in a temporary folder, run as user postgres when we are root.
import { spawn, execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePorts, sleep } from '../common.mjs';

const programs = process.env.POSTGRES_BIN ?? '/usr/lib/postgresql/15/bin';
const root = process.getuid() === 0;

export class Cluster {
  processes = [];
  nodes = [];

  static async start() {
    const cluster = new Cluster();
    cluster.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'roster-failover-'));
    if (root) execFileSync('chown', ['postgres:', cluster.folder]);
    try { await cluster.#start(); } catch (error) { console.error(cluster.logs()); cluster.stop(); throw error; }
    return cluster;
  }

  async #start() {
    const [client, peer, ...ports] = await freePorts(6), url = port => `http://127.0.0.1:${port}`;
    this.#run('etcd', ['--data-dir', path.join(this.folder, 'etcd'), '--listen-client-urls', url(client), '--advertise-client-urls', url(client),
      '--listen-peer-urls', url(peer), '--initial-advertise-peer-urls', url(peer), '--initial-cluster', `default=${url(peer)}`]);
    for (const n of [0, 1]) {
      const node = { name: `node${n + 1}`, port: ports[n], rest: ports[n + 2], data: path.join(this.folder, `node${n + 1}`) };
      this.nodes.push(node);
      fs.writeFileSync(path.join(this.folder, `${node.name}.yml`), this.#configuration(node, client));
      node.patroni = this.#run('patroni', [path.join(this.folder, `${node.name}.yml`)], node.name);
      if (n === 0) await this.#until('a leader', async () => (await this.members()).some(m => m.role === 'leader' && m.state === 'running'));
    }
    await this.awaitSynchronous();
    await this.#until('a connection', () => { this.query('postgres', 'SELECT 1'); return true; });
    this.query('postgres', 'CREATE ROLE roster LOGIN');
    this.query('postgres', 'CREATE DATABASE roster OWNER roster');
    this.query('postgres', 'CREATE EXTENSION pg_trgm', 'roster');
  }

  // ttl: how long a silent leader stays leader. loop_wait + 2 retry_timeout must not exceed it.
  #configuration(node, etcd) {
    return `
scope: roster
name: ${node.name}
restapi: { listen: '127.0.0.1:${node.rest}', connect_address: '127.0.0.1:${node.rest}' }
etcd3: { host: '127.0.0.1:${etcd}' }
bootstrap:
  dcs:
    ttl: 10
    loop_wait: 2
    retry_timeout: 3
    maximum_lag_on_failover: 1048576
    synchronous_mode: true
    postgresql: { use_pg_rewind: true, parameters: { max_connections: 200, wal_keep_size: 256MB } }
  initdb: [ { encoding: UTF8 }, { locale: C.UTF-8 }, data-checksums ]
  pg_hba: [ 'host all all 127.0.0.1/32 trust', 'host replication all 127.0.0.1/32 trust' ]
postgresql:
  listen: '127.0.0.1:${node.port}'
  connect_address: '127.0.0.1:${node.port}'
  data_dir: ${node.data}
  bin_dir: ${programs}
  pgpass: ${path.join(this.folder, node.name + '.pgpass')}
  authentication: { superuser: { username: postgres }, replication: { username: replicator }, rewind: { username: rewinder } }
  parameters: { unix_socket_directories: '' }
`;
  }

  /** The connection string of a client that finds the leader by itself, in libpq's form. */
  conninfo(user, database = 'roster') {
    return `host=127.0.0.1,127.0.0.1 port=${this.nodes.map(n => n.port).join()} user=${user} dbname=${database} target_session_attrs=read-write connect_timeout=2`;
  }

  /** The same in Npgsql's form. Without the last key it believes for ten seconds that a server is still the standby that it was when last looked at. */
  get connectionString() {
    return `Host=${this.nodes.map(n => `127.0.0.1:${n.port}`).join()};Database=roster;Username=roster;Target Session Attributes=read-write;Host Recheck Seconds=1`;
  }

  query(user, sql, database = 'postgres') {
    return execFileSync(path.join(programs, 'psql'), ['-XAtq', '-v', 'ON_ERROR_STOP=1', '-d', this.conninfo(user, database), '-c', sql], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 28 }).trim();
  }

  async members() {
    for (const node of this.nodes) {
      const answer = await fetch(`http://127.0.0.1:${node.rest}/cluster`, { signal: AbortSignal.timeout(1000) }).catch(() => null);
      if (answer?.ok) return (await answer.json()).members;
    }
    return [];
  }

  /** A commit is on both servers from now on. */
  awaitSynchronous() {
    return this.#until('a synchronous standby', async () => (await this.members()).some(m => m.role === 'sync_standby' && ['running', 'streaming'].includes(m.state))
      && this.query('postgres', 'SELECT count(*) FROM pg_stat_replication WHERE sync_state = \'sync\'') === '1');
  }

  /** The leader's Patroni and postmaster, both by SIGKILL: nothing is told to anybody. */
  async killLeader() {
    const name = (await this.members()).find(m => m.role === 'leader').name, node = this.nodes.find(n => n.name === name);
    process.kill(node.patroni.pid, 'SIGKILL');
    process.kill(postmaster(node), 'SIGKILL');
    node.killed = true;
    return name;
  }

  /** The killed one comes back as a standby and catches up, which may need pg_rewind. */
  async rejoin() {
    const node = this.nodes.find(n => n.killed);
    node.patroni = this.#run('patroni', [path.join(this.folder, `${node.name}.yml`)], node.name);
    node.killed = false;
    await this.awaitSynchronous();
  }

  logs() {
    return fs.readdirSync(this.folder).filter(f => f.endsWith('.log')).map(f => `--- ${f}\n${fs.readFileSync(path.join(this.folder, f), 'utf8').split('\n').slice(-20).join('\n')}`).join('\n');
  }

  stop() {
    for (const one of this.processes) if (one.exitCode === null && one.signalCode === null) try { process.kill(one.pid, 'SIGKILL'); } catch { /* it ended by itself */ }
    for (const node of this.nodes) try { process.kill(postmaster(node), 'SIGQUIT'); } catch { /* it was killed, or never started */ }
    // Processes of a killed postmaster notice its death by themselves; until then they may still write.
    for (let attempt = 0; attempt < 50; attempt++) {
      try { fs.rmSync(this.folder, { recursive: true, force: true }); } catch { /* somebody is writing */ }
      if (!fs.existsSync(this.folder)) return;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
    }
  }

  // Should this script be killed itself, so are they.
  #run(program, args, name = program) {
    const log = fs.openSync(path.join(this.folder, `${name}.log`), 'a');
    const as = root ? ['--reuid=postgres', '--regid=postgres', '--init-groups'] : [];
    const one = spawn('setpriv', [...as, '--pdeathsig', 'KILL', program, ...args], { cwd: this.folder, stdio: ['ignore', log, log], env: { ...process.env, HOME: this.folder } });
    fs.closeSync(log);
    this.processes.push(one);
    return one;
  }

  async #until(what, condition, seconds = 90) {
    for (const end = Date.now() + seconds * 1000; ; await sleep(200)) {
      try { if (await condition()) return; } catch { /* not yet */ }
      if (Date.now() > end) throw new Error(`There was not ${what} within ${seconds} s.`);
    }
  }
}

function postmaster(node) { return Number(fs.readFileSync(path.join(node.data, 'postmaster.pid'), 'utf8').split('\n')[0]); }
