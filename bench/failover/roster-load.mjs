// Users created over HTTP on two nodes of Roster behind a proxy.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { Client, freePorts, pool, sleep } from '../common.mjs';
import { startProxy } from './proxy.mjs';

const executable = process.env.ROSTER ?? path.join(import.meta.dirname, '../../src/Roster/bin/Release/net10.0/roster.dll');
const root = { ROSTER_Bootstrap__ClientId: 'failover', ROSTER_Bootstrap__ClientSecret: 'failover-secret-of-more-than-thirty-two-characters' };

export class RosterLoad {
  static async start(cluster) {
    const load = Object.assign(new RosterLoad(), { next: 0, nodes: [] });
    const ports = await freePorts(2);
    try {
      for (const port of ports) {
        const folder = path.join(cluster.folder, `roster-${port}`), log = path.join(cluster.folder, `roster-${port}.log`);
        fs.mkdirSync(folder);
        const out = fs.openSync(log, 'a');
        load.nodes.push(spawn('setpriv', ['--pdeathsig', 'KILL', 'dotnet', executable, 'serve'], {
          cwd: folder, stdio: ['ignore', out, out],
          env: { ...process.env, ...root, ROSTER_Data: folder, ROSTER_Urls: `http://127.0.0.1:${port}`, ROSTER_RateLimit__RequestsPerMinute: '0', ROSTER_Storage__ConnectionString: cluster.connectionString },
        }));
        fs.closeSync(out);
      }
      load.proxy = await startProxy(ports.map(port => `http://127.0.0.1:${port}`));
      for (const end = Date.now() + 60_000; load.proxy.ready() < ports.length; await sleep(100)) if (Date.now() > end) throw new Error(`The nodes were not ready within 60 s.\n${cluster.logs()}`);
      const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: root.ROSTER_Bootstrap__ClientId, client_secret: root.ROSTER_Bootstrap__ClientSecret });
      load.token = (await (await fetch(`${load.proxy.address}/oauth/token`, { method: 'POST', body: form })).json()).access_token;
    } catch (error) { await load.stop(); throw error; }
    return load;
  }

  /** Creates one user after another over one connection. */
  async write(journal, stopped) {
    const client = new Client(`${this.proxy.address}/scim/v2`, this.token, 1);
    while (!stopped()) {
      const n = this.next++, sent = Date.now();
      let answer;
      // Once: what was sent is never sent again.
      try { answer = await client.once('POST', '/Users', { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: userName(n), title: `t${n}` }); } catch (error) { answer = { status: error.code }; }
      if (answer.status === 201) journal.acknowledged({ n, id: JSON.parse(answer.body).id }, sent);
      else { journal.failed({ n }, sent, String(answer.status)); await sleep(50); }
    }
    client.close();
  }

  /** Which are not there: an acknowledged one by its id, as it was written; a failed one by its name. */
  async missing(keys) {
    const client = new Client(`${this.proxy.address}/scim/v2`, this.token, 8), missing = [];
    await pool(keys.length, 8, async k => {
      const { n, id } = keys[k];
      const answer = await client.req('GET', id ? `/Users/${id}` : `/Users?filter=${encodeURIComponent(`userName eq "${userName(n)}"`)}`);
      if (answer.status !== 200 && !(id && answer.status === 404)) throw new Error(`Reading user ${n} back: ${answer.status} ${answer.body}`);
      const body = JSON.parse(answer.body), found = id ? body : body.Resources?.[0];
      if (answer.status === 404 || found?.userName !== userName(n) || found.title !== `t${n}`) missing.push(keys[k]);
    });
    client.close();
    return missing;
  }

  async stop() {
    this.proxy?.stop();
    for (const node of this.nodes) if (node.exitCode === null) node.kill('SIGKILL');
  }
}

function userName(n) { return `failover-${n}@example.test`; }
