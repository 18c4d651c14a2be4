// What is asked of each operation, and what it is compared with. A ratio is to a ceiling or to another operation of the same run.
const ratio = (least, of) => ({ kind: 'ratio', least, of });
const rate = least => ({ kind: 'rate', least });
const milliseconds = most => ({ kind: 'ms', most });
const fact = (most, unit) => ({ kind: 'fact', most, unit });

/** Bounds at 1,000,000 users, less at fewer, for what grows with them. */
const perMillion = (ms, users) => milliseconds(Math.max(5, ms * users / 1_000_000));

export function targets(engine, users) {
  const small = users <= 10_000;
  const both = (sqlite, postgres) => engine === 'sqlite' ? sqlite : postgres;
  return [
    { name: 'GET user', operation: 'getUser', target: both(ratio(0.75, 'storedRead'), ratio(1.3, 'storedRead')) },
    { name: 'GET user, allocated', operation: 'getUser', figure: 'allocatedBytes', target: fact(2048, 'bytes') },
    { name: '304', operation: 'unchanged', target: both(ratio(0.75, 'unchangedAnswer'), ratio(1.3, 'storedRead')) },
    { name: '`userName eq`', operation: 'findUserName', target: both(ratio(0.85, 'getUser'), ratio(0.8, 'getUser')) },
    { name: '`externalId eq`', operation: 'findExternalId', target: both(ratio(0.85, 'getUser'), ratio(0.8, 'getUser')) },
    { name: '`emails[type eq "work" and value eq …]`', operation: 'findEmail', target: both(ratio(0.85, 'getUser'), ratio(0.8, 'getUser')) },
    { name: 'page of 100 by cursor, anywhere', operation: 'pageByCursor', target: both(rate(9000), rate(3500)), beside: 'pageAnswer' },
    { name: 'page of 100 by `startIndex`, in the middle', operation: 'pageByIndex', target: both(small ? rate(9000) : perMillion(10, users), rate(3500)), beside: 'pageAnswer' },
    { name: '`displayName co`', operation: 'contains', target: both(small ? rate(4000) : perMillion(45, users), milliseconds(15)) },
    { name: '`displayName ew`', operation: 'endsWith', target: both(small ? rate(4000) : perMillion(45, users), milliseconds(15)) },
    { name: 'filter on what is not indexed', operation: 'unindexed', target: both(perMillion(1500, users), perMillion(6000, users)) },
    { name: 'POST user', operation: 'createUser', target: both(ratio(0.75, 'storedWrite'), ratio(0.5, 'storedWrite')) },
    { name: 'PATCH user', operation: 'patchUser', target: both(ratio(0.8, 'storedWrite'), ratio(0.5, 'storedWrite')) },
    { name: 'PUT user', operation: 'putUser', target: both(ratio(0.7, 'storedWrite'), ratio(0.5, 'storedWrite')) },
    { name: 'PATCH one member', operation: 'patchMember', target: both(ratio(0.75, 'storedWrite'), ratio(0.5, 'storedWrite')) },
    { name: 'GET large group, warm', operation: 'getGroup', target: both(rate(6000), rate(4000)), beside: 'groupAnswer' },
    { name: 'GET large group, cold', operation: 'getGroupCold', target: both(rate(400), rate(200)) },
    { name: 'large group without its members', operation: 'getGroupBare', target: ratio(0.9, 'getUser') },
    { name: '`/Bulk`, users', operation: 'bulk', target: rate(10_000) },
    { name: 'GET user meanwhile, p99', operation: 'bulk', figure: 'p99', target: milliseconds(5) },
    { name: 'private memory, idle', fact: 'idleMb', target: fact(70, 'MB') },
    { name: 'private memory, after all reads and writes', fact: 'usedMb', target: fact(160, 'MB') },
    { name: 'disk for each user', fact: 'diskPerUserKb', target: fact(both(2.5, 4), 'KB') },
    ...(engine === 'sqlite'
      ? [
        { name: 'start to the first 200', fact: 'startMs', target: fact(250, 'ms') },
        { name: 'the first three seconds', operation: 'firstSeconds', target: ratio(0.8, 'getUser') },
      ]
      : []),
  ];
}

/** What is compared when the same was run with fewer users: processor time of a request, not more than this many times as much. */
export function growthBounds(engine) {
  const keyed = ['getUser', 'unchanged', 'findUserName', 'findExternalId', 'findEmail', 'createUser', 'patchUser', 'putUser', 'getGroupBare'];
  return { ...Object.fromEntries(keyed.map(name => [name, engine === 'sqlite' ? 1.15 : 1.3])), pageByCursor: 1.3, patchMember: 1.2 };
}

/** The requests of a ceiling, see ceilings/Program.cs. */
export const ceilings = {
  memoryAnswer: { name: 'Kestrel, token, 1.2 KB from memory', path: '/memory' },
  unchangedAnswer: { name: 'Kestrel, token, 304', path: '/unchanged' },
  pageAnswer: { name: 'Kestrel, token, 120 KB from memory', path: '/page' },
  groupAnswer: { name: 'Kestrel, token, 245 KB from memory', path: '/group' },
  storedRead: { name: { sqlite: 'Kestrel, token, SQLite point read', postgres: 'Kestrel, token, PostgreSQL point read from a pool' } },
  storedWrite: { name: { sqlite: 'Kestrel, token, the rows of a user by group commit', postgres: 'Kestrel, token, the rows of a user by batches of two writers' }, writes: true },
};
