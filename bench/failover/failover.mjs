#!/usr/bin/env node
// Kills the leading PostgreSQL server under load and counts what that costs: see README.md here.
import { args, sleep } from '../common.mjs';
import { Cluster } from './cluster.mjs';
import { SqlLoad } from './sql-load.mjs';
import { RosterLoad } from './roster-load.mjs';

const options = args({ load: 'sql', runs: 1, writers: 8, before: 5, after: 5, within: 60, rejoin: false });
const loads = { sql: SqlLoad, roster: RosterLoad };
if (!(options.load in loads)) { console.error('--load is sql or roster'); process.exit(2); }

let cluster, load;
process.on('SIGINT', async () => { await load?.stop(); cluster?.stop(); process.exit(130); });
const results = [];
for (let run = 1; run <= options.runs; run++) {
  try {
    cluster = await Cluster.start();
    load = await loads[options.load].start(cluster);
    results.push(await trial(run));
  } finally {
    await load?.stop();
    cluster?.stop();
  }
  console.error(JSON.stringify(results.at(-1)));
}
console.table(Object.fromEntries(results.map(({ run, reasons, ...figures }) => [`run ${run}`, figures])));
process.exitCode = results.some(r => r.lost > 0) ? 1 : 0;

async function trial(run) {
  const acknowledged = [], failed = [];
  let stopping = false;
  const journal = {
    acknowledged: (key, sent) => acknowledged.push({ key, sent, at: Date.now() }),
    failed: (key, sent, why) => failed.push({ key, sent, at: Date.now(), why }),
  };
  const writing = Array.from({ length: options.writers }, () => load.write(journal, () => stopping));
  await sleep(options.before * 1000);

  const killed = Date.now(), leader = await cluster.killLeader();
  // Answers that were under way may still come; a write that was sent after the kill and answered is the new leader's.
  const back = () => acknowledged.find(a => a.sent > killed + 500);
  for (const end = killed + options.within * 1000; !back(); await sleep(20)) if (Date.now() > end) { console.error(cluster.logs()); throw new Error(`No write was acknowledged within ${options.within} s.`); }
  await sleep(options.after * 1000);
  stopping = true;
  await Promise.all(writing);
  if (options.rejoin) await cluster.rejoin();

  const times = acknowledged.map(a => a.at);
  const gap = Math.max(...times.slice(1).map((t, i) => t - times[i]));
  const lost = await load.missing(acknowledged.map(a => a.key));
  const reasons = {};
  for (const { why } of failed) reasons[why] = (reasons[why] ?? 0) + 1;
  const made = failed.length - (await load.missing(failed.map(f => f.key))).length;
  return {
    run, killed: leader, acknowledged: acknowledged.length, failed: failed.length, 'failed, yet made': made,
    'kill to write [s]': seconds(back().at - killed), 'longest gap [s]': seconds(gap),
    'slowest answer [s]': seconds(Math.max(...[...acknowledged, ...failed].map(a => a.at - a.sent))), lost: lost.length,
    reasons,
  };
}

function seconds(ms) { return +(ms / 1000).toFixed(2); }
