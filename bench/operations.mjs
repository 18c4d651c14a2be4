// The operations that are measured, and the data that they are measured on.
import { Urn, pool, sleep, user, userName } from './common.mjs';
import { Unique, wrk } from './wrk.mjs';

// ---- Data

/** Users, one group of many of them, and groups of ten. */
export async function load(client, { users, group, groups, bulk }) {
  const ids = new Array(users), started = performance.now();
  if (bulk) {
    const jobs = Math.ceil(users / 1000);
    await pool(jobs, 4, async job => {
      const from = job * 1000;
      for (const { bulkId, status, location } of await bulkJob(client, Array.from({ length: Math.min(1000, users - from) }, (_, i) => [from + i, user(from + i)]))) {
        if (status !== '201') throw new Error(`User ${bulkId}: ${status}`);
        ids[Number(bulkId)] = location.slice(location.lastIndexOf('/') + 1);
      }
    });
  } else {
    await pool(users, 16, async i => ids[i] = (await client.json(201, 'POST', '/Users', user(i))).id);
  }
  const loadRate = users / (performance.now() - started) * 1000;

  const members = ids.slice(0, Math.min(group, users));
  const large = (await client.json(201, 'POST', '/Groups', newGroup('Everyone', members.slice(0, 100_000)))).id;
  for (let from = 100_000; from < members.length; from += 100_000) await client.json(200, 'PATCH', `/Groups/${large}`, patch({ op: 'add', path: 'members', value: values(members.slice(from, from + 100_000)) }));
  await pool(groups, 8, i => client.json(201, 'POST', '/Groups', newGroup(`Group ${i}`, Array.from({ length: Math.min(10, users) }, (_, k) => ids[(i * 37 + k * 101) % users]))));
  return { ids, large, members: members.length, loadRate };
}

async function bulkJob(client, users) {
  const answer = await client.json(200, 'POST', '/Bulk', { schemas: [Urn.bulk], Operations: users.map(([bulkId, data]) => ({ method: 'POST', path: '/Users', bulkId: String(bulkId), data })) });
  return answer.Operations;
}

const values = ids => ids.map(value => ({ value }));
const newGroup = (displayName, ids) => ({ schemas: [Urn.group], displayName, members: values([...new Set(ids)]) });
const patch = (...Operations) => ({ schemas: [Urn.patch], Operations });

// ---- Operations

/**
 * Makes the requests of an operation; null when the server does not have it. Warm-up and measurement get different ones (half 0 and 1), so that each write changes something.
 * A write comes back to what was there before: what is measured later finds the same directory.
 */
export const operations = {
  getUser: { requests: d => sample(d).map(i => get(`/Users/${d.ids[i]}`)) },
  unchanged: {
    async requests(d) {
      const requests = [];
      await pool(500, 16, async () => {
        const path = `/Users/${d.ids[any(d)]}`, { headers } = await d.client.req('GET', path);
        if (headers.etag) requests.push({ ...get(path), match: headers.etag });
      });
      return requests.length ? requests : null;
    },
  },
  findUserName: { requests: d => sample(d).map(i => find(`userName eq "${userName(i)}"`)) },
  findExternalId: { requests: d => sample(d).map(i => find(`externalId eq "${user(i).externalId}"`)) },
  findEmail: { requests: d => sample(d).map(i => find(`emails[type eq "work" and value eq "${userName(i)}"]`)) },
  pageByCursor: {
    async requests(d) {
      const requests = [];
      for (let cursor = ''; cursor !== undefined && requests.length < Math.min(500, d.ids.length / 100);) {
        const path = `/Users?count=100&cursor=${encodeURIComponent(cursor)}`, { status, body } = await d.client.req('GET', path);
        if (status !== 200) return null;
        cursor = JSON.parse(body).nextCursor;
        requests.push(get(path));
      }
      // Without cursors every answer is the first page.
      return requests.length > 1 ? requests : null;
    },
  },
  pageByIndex: { requests: d => [get(`/Users?startIndex=${(d.ids.length >> 1) + 1}&count=100`)] },
  contains: { requests: d => parts(d, 'co', name => name.slice(0, -1)) },
  endsWith: { requests: d => parts(d, 'ew', name => name) },
  unindexed: { alone: true, requests: () => [get('/Users?filter=' + encodeURIComponent('nickName eq "nobody"'))] },
  getGroup: { requests: d => [get(`/Groups/${d.large}`)] },
  getGroupCold: {
    // After each change the group is put together anew. One at a time, and only the reading is measured.
    alone: true,
    requests: d => outsiders(d, 1).slice(0, 200).flatMap(id => [{ ...memberPatch(d, add(id)), unmeasured: true }, get(`/Groups/${d.large}`), { ...memberPatch(d, remove(id)), unmeasured: true }, get(`/Groups/${d.large}`)]),
  },
  getGroupBare: { requests: d => [get(`/Groups/${d.large}?excludedAttributes=members`)] },
  createUser: { writes: true, requests: () => Array.from({ length: 1000 }, (_, i) => ({ method: 'POST', path: '/Users', body: JSON.stringify(user(i, Unique)) })) },
  patchUser: { writes: true, requests: (d, half) => [false, true].flatMap(active => halfOf(d, half).map(i => userPatch(d.ids[i], { op: 'replace', path: 'active', value: active }))) },
  putUser: { writes: true, requests: (d, half) => ['Senior', 'Engineer'].flatMap(title => halfOf(d, half).map(i => ({ method: 'PUT', path: `/Users/${d.ids[i]}`, body: JSON.stringify({ ...user(i), title }) }))) },
  patchMember: {
    writes: true,
    requests: (d, half) => chunks(outsiders(d, half), 250).flatMap(ids => [...ids.map(id => memberPatch(d, add(id))), ...ids.map(id => memberPatch(d, remove(id)))]),
  },
};

const get = path => ({ method: 'GET', path });
const find = filter => get('/Users?filter=' + encodeURIComponent(filter));
const userPatch = (id, operation) => ({ method: 'PATCH', path: `/Users/${id}`, body: JSON.stringify(patch(operation)) });
// The answer is the group; with its members it would be the measure of that.
const memberPatch = (d, operation) => ({ method: 'PATCH', path: `/Groups/${d.large}?excludedAttributes=members`, body: JSON.stringify(patch(operation)) });
const add = id => ({ op: 'add', path: 'members', value: [{ value: id }] });
const remove = id => ({ op: 'remove', path: `members[value eq "${id}"]` });

const any = d => (Math.random() * d.ids.length) | 0;
const sample = d => Array.from({ length: 4000 }, () => any(d));

// Users with even or with odd numbers, from anywhere.
function halfOf(d, half) {
  const numbers = new Set(), most = Math.min(2000, d.ids.length >> 2);
  while (numbers.size < most) numbers.add(Math.min(d.ids.length - 1, (any(d) & ~1) + half));
  return [...numbers];
}

/** Who is not in the large group; where everybody is, the last ones of all. */
function outsiders(d, half) {
  const from = Math.min(d.members, d.ids.length - 2000);
  return d.ids.slice(Math.max(0, from)).filter((_, i) => i % 2 === half).slice(0, 1000);
}

function chunks(list, size) {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size));
}

/** Parts of names, three characters or more, that fit 1,000 users at most. */
async function parts(d, operator, of) {
  for (let length = 3; length <= 6; length++) {
    const texts = [...new Set(Array.from({ length: 60 }, () => of(user(any(d)).name.familyName.toLowerCase()).slice(-length)))];
    const filter = text => `displayName ${operator} "${text}"`;
    const totals = await Promise.all(texts.slice(0, 8).map(async text => JSON.parse((await d.client.req('GET', `/Users?count=0&filter=${encodeURIComponent(filter(text))}`)).body).totalResults));
    if (totals.every(total => total <= 1000)) return texts.map(text => get(`/Users?count=100&filter=${encodeURIComponent(filter(text))}`));
  }
  return null;
}

// ---- Measuring

/**
 * One operation under load; alone, one request at a time, where that is how it is judged or where a single one takes long already.
 * @param seconds whole ones
 * @param meters names and functions that give what was used so far: processor time, memory
 * @param beside by name, what it is compared with: a function that measures that for some seconds. They take turns, second by second, as machines are now quicker and now slower.
 */
export async function measure(d, name, { seconds, warm, connections, writers, meters = {}, beside = {} }) {
  const { requests: make, writes = false, alone: onlyAlone = false } = operations[name], { client } = d;
  await client.settle();
  const first = await make(d, 0);
  if (!first?.length) return null;

  const alone = await oneByOne(client, first, 0.2);
  // With so slow an answer the connections would get few each. Writes are committed together, so for them it tells less.
  const tooSlow = writes ? 100 : Math.min(100, seconds * 500 / connections);
  if (onlyAlone || alone.p50 > tooSlow) {
    // So few are asked for in a second that it takes longer until the server has compiled all that they need.
    if (warm > 0) await oneByOne(client, first, 3 * warm);
    return oneByOne(client, await make(d, 1), seconds, meters);
  }

  const prefixed = requests => requests.map(request => ({ ...request, path: client.prefix + request.path }));
  const by = { connections: writes ? writers : connections };
  if (warm > 0) await wrk(client.url.origin, client.token, prefixed(first), { ...by, seconds: warm });
  const requests = prefixed(await make(d, 1));
  const turns = { [name]: () => counted(meters, () => wrk(client.url.origin, client.token, requests, { ...by, seconds: 1 })), ...beside };
  const { [name]: result, ...others } = await inTurns(turns, seconds);
  return { ...result, aloneMs: alone.p50, bytes: alone.bytes, beside: others };
}

/** Each for a second, again and again; what they found together, by name. */
async function inTurns(measures, seconds) {
  const found = Object.fromEntries(Object.keys(measures).map(name => [name, []]));
  for (let turn = 0; turn < seconds; turn++) {
    for (const [name, run] of Object.entries(measures)) found[name].push(await run());
  }
  return Object.fromEntries(Object.entries(found).map(([name, turns]) => [name, together(turns)]));
}

/** Several measurements of the same as one. */
export function together(turns) {
  const sum = key => turns.reduce((total, turn) => total + turn[key], 0);
  const one = { requests: sum('requests'), seconds: sum('seconds'), errors: sum('errors') };
  // Latencies and processor times are of a request, so that each counts for as many as there were.
  const means = Object.keys(turns[0]).filter(key => !(key in one) && key !== 'rate').map(key => [key, turns.reduce((total, turn) => total + turn[key] * turn.requests, 0) / Math.max(1, one.requests)]);
  return { ...one, ...Object.fromEntries(means), rate: (one.requests - one.errors) / one.seconds };
}

async function oneByOne(client, requests, seconds, meters = {}) {
  const times = [];
  let errors = 0, bytes = 0;
  const result = await counted(meters, async () => {
    for (let i = 0, end = performance.now() + seconds * 1000; times.length < 3 || performance.now() < end; i++) {
      const { method, path, body, match, unmeasured } = requests[i % requests.length], sent = performance.now();
      const answer = await client.req(method, path, body?.replaceAll(Unique, `a${i}${Date.now().toString(36)}-`), match ? { 'if-none-match': match } : {});
      if (answer.status >= 400) errors++;
      if (!unmeasured) { times.push(performance.now() - sent); bytes = answer.body.length; }
    }
    times.sort((a, b) => a - b);
    const total = times.reduce((a, b) => a + b, 0) / 1000;
    return { requests: times.length, seconds: total, errors, rate: errors ? 0 : times.length / total, p50: times[times.length >> 1], p99: times[Math.min(times.length - 1, Math.floor(times.length * 0.99))] };
  });
  return { ...result, alone: true, aloneMs: result.p50, bytes };
}

/** Adds what each request took of what the meters count, under their names. */
export async function counted(meters, work) {
  const counts = [];
  for (const [name, meter] of Object.entries(meters)) counts.push({ name, meter, before: await meter() });
  const result = await work(), took = {};
  // The last one first, so that what it takes to ask one is not counted by another.
  for (const { name, meter, before } of counts.reverse()) took[name] = (await meter() - before) / Math.max(1, result.requests);
  return { ...result, ...took };
}

/** Users created by bulk jobs, four at a time, while eight connections read a user each five milliseconds. */
export async function measureBulk(d, seconds, meters) {
  let created = 0, round = 0, stopping = false;
  const reading = wrk(d.client.url.origin, d.client.token, sample(d).map(i => ({ method: 'GET', path: `${d.client.prefix}/Users/${d.ids[i]}` })), { connections: 8, seconds: seconds + 2, pause: 5 });
  await sleep(500);
  const result = await counted(meters, async () => {
    const started = performance.now();
    await Promise.all([0, 1, 2, 3].map(async job => {
      while (!stopping) {
        const tag = `${Date.now().toString(36)}-${job}-${round++}-`;
        const outcomes = await bulkJob(d.client, Array.from({ length: 1000 }, (_, i) => [i, user(i, tag)]));
        created += outcomes.filter(outcome => outcome.status === '201').length;
        stopping ||= performance.now() - started > seconds * 1000;
      }
    }));
    const took = (performance.now() - started) / 1000;
    return { requests: created, seconds: took, errors: 0, rate: created / took };
  });
  const { p50, p99, errors } = await reading;
  return { ...result, p50, p99, errors };
}
