// Rows written by psql through a connection that finds the leader by itself: what PostgreSQL alone gives, without Roster.
import { spawn } from 'node:child_process';
import readline from 'node:readline';
import { sleep } from './cluster.mjs';

export class SqlLoad {
  static async start(cluster) {
    cluster.query('roster', 'CREATE TABLE written (n int PRIMARY KEY)', 'roster');
    return Object.assign(new SqlLoad(), { cluster, next: 0 });
  }

  /** Writes one row after another until told to stop. Each attempt has a number of its own: one that failed may have been made. */
  async write(journal, stopped) {
    let psql = null;
    while (!stopped()) {
      psql ??= this.#connect();
      const n = this.next++, sent = Date.now();
      psql.child.stdin.write(`INSERT INTO written VALUES (${n}) RETURNING n;\n`);
      if (await psql.answer() === String(n)) journal.acknowledged(n, sent);
      else { journal.failed(n, sent, 'connection lost'); psql.child.kill(); psql = null; await sleep(50); }
    }
    psql?.child.stdin.end();
  }

  /** Which of these numbers are not there. */
  async missing(keys) {
    const there = new Set(this.cluster.query('roster', 'SELECT n FROM written', 'roster').split('\n').map(Number));
    return keys.filter(n => !there.has(n));
  }

  async stop() { /* the table goes with the cluster */ }

  #connect() {
    const child = spawn('psql', ['-XAtq', '-v', 'ON_ERROR_STOP=1', '-d', this.cluster.conninfo('roster')], { stdio: ['pipe', 'pipe', 'ignore'] });
    child.stdin.on('error', () => { /* it ended: the answer says so */ });
    const lines = readline.createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    return { child, answer: async () => (await lines.next()).value };
  }
}
