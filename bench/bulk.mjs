// One connection: 1,000 creates one after the other, against one bulk job of 1,000. Prints the times and their ratio.
import { Client, args, user } from './common.mjs';

const { base, token, n, rounds } = args({ base: 'http://127.0.0.1:8080/scim/v2', token: '', n: 1000, rounds: 3 });
const client = new Client(base, token, 1);
const run = Date.now().toString(36);

async function timed(work) {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function singles(prefix) {
  for (let i = 0; i < n; i++) {
    const { status, body } = await client.req('POST', '/Users', user(i, prefix));
    if (status !== 201) throw new Error(`${status} ${body}`);
  }
}

async function job(prefix) {
  const Operations = Array.from({ length: n }, (_, i) => ({ method: 'POST', path: '/Users', bulkId: `u${i}`, data: user(i, prefix) }));
  const { status, body } = await client.req('POST', '/Bulk', { schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'], Operations });
  const outcomes = status === 200 ? JSON.parse(body).Operations : [];
  if (outcomes.length !== n || outcomes.some(o => o.status !== '201')) throw new Error(`${status} ${body.subarray(0, 500)}`);
}

await singles(`${run}-w-`); // A cold server is several times slower.
await job(`${run}-x-`);
for (let round = 1; round <= rounds; round++) {
  const one = await timed(() => singles(`${run}-s${round}-`));
  const bulk = await timed(() => job(`${run}-b${round}-`));
  console.log(`${n} requests ${one.toFixed(0)} ms, one job ${bulk.toFixed(0)} ms, ratio ${(one / bulk).toFixed(1)}`);
}
client.close();
