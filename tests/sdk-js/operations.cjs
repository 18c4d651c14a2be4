// Drives the unmodified Genesys Cloud SDK against a running Roster and prints one result per operation as JSON:
// [{ "name": "getScimUser", "error": null | "what was wrong" }, …].
// The server and its clients come from the environment, so that the caller decides what is tested.
'use strict';

const assert = require('node:assert/strict');
const platform = require('purecloud-platform-client-v2');

const { ROSTER_HOST, ROSTER_PORT, ROSTER_CLIENT_ID, ROSTER_CLIENT_SECRET, ROSTER_VIEWER_ID, ROSTER_VIEWER_SECRET } = process.env;

const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const GENESYS = 'urn:ietf:params:scim:schemas:extension:genesys:purecloud:2.0:User';
const LIST = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';
const UNKNOWN = '00000000-0000-4000-8000-000000000000';

const client = platform.ApiClient.instance;
client.setGateway({ host: ROSTER_HOST, protocol: 'http', port: Number(ROSTER_PORT) });
const scim = new platform.SCIMApi();
const results = [];
let made = 0;

async function check(name, test) {
  try {
    await test();
    results.push({ name, error: null });
  } catch (e) {
    const what = e instanceof Error ? e.message : JSON.stringify({ status: e?.status, body: e?.body ?? e });
    results.push({ name, error: what ?? String(e) });
  }
}

/** The SDK rejects with what it answered, not with an Error; `undefined` on 304 unless extended responses are on. */
async function refused(call, status, scimType) {
  let answer;
  try {
    answer = await call();
  } catch (e) {
    answer = e;
  }
  assert.equal(answer?.status, status, `status of ${JSON.stringify(answer?.body)}`);
  if (scimType) {
    assert.deepEqual(answer.body.schemas, [ERROR]);
    assert.equal(answer.body.status, String(status));
    assert.equal(answer.body.scimType, scimType);
  }
  return answer;
}

/** The platform's own error body: what lies before SCIM, such as tokens and permissions. */
async function refusedByGateway(call, status, code) {
  const { body } = await refused(call, status);
  assert.equal(body.status, status);
  assert.equal(body.code, code);
  assert.ok(body.contextId, 'contextId');
}

const newUser = (more = {}) => {
  const name = `sdk-${process.pid}-${++made}`;
  return { schemas: [CORE], userName: `${name}@example.test`, displayName: `SDK ${name}`, ...more };
};

const patch = (...operations) => ({ schemas: [PATCH], Operations: operations });
const quoted = version => `"${version}"`;
const stale = version => quoted(Number(version) + 100);

/** The SDK has no call for this any more; identity providers do. */
async function createGroup(displayName, members = []) {
  const answer = await fetch(`http://${ROSTER_HOST}:${ROSTER_PORT}/api/v2/scim/v2/groups`, {
    method: 'POST',
    headers: { 'content-type': 'application/scim+json', authorization: `Bearer ${client.authData.accessToken}` },
    body: JSON.stringify({ schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'], displayName, members }),
  });
  const body = await answer.json();
  assert.equal(answer.status, 201, JSON.stringify(body));
  return body;
}

async function underPrefix(v) {
  const op = (verb, what) => scim[`${verb}Scim${v}${what}`].bind(scim);
  const name = (verb, what) => `${verb}Scim${v}${what}`;
  const createUser = async more => (await op('post', 'Users')(newUser(more))).body;
  // Under v2 the SDK insists on a filter for groups.
  const listGroups = (filter, opts) => (v === 'V2' ? scim.getScimV2Groups(filter, opts) : scim.getScimGroups({ filter, ...opts }));

  await check(name('post', 'Users'), async () => {
    const body = newUser({ title: 'Agent', password: 'Tmp-9xZ', externalId: `x-${v}-1`, [ENTERPRISE]: { department: 'Care', division: 'Home' } });
    const created = await op('post', 'Users')(body);
    assert.equal(created.status, 201);
    assert.equal(created.headers.location, created.body.meta.location);
    assert.equal(created.headers.etag, quoted(created.body.meta.version));
    assert.equal(created.body.userName, body.userName);
    assert.equal(created.body.active, true);
    assert.equal(created.body[ENTERPRISE].department, 'Care');
    assert.equal(created.body.password, undefined);
    assert.deepEqual(created.body.roles.map(r => r.value), ['employee']);

    const twin = await refused(() => op('post', 'Users')({ ...newUser(), userName: body.userName.toUpperCase() }), 409, 'uniqueness');
    assert.match(twin.body.detail, /userName/);
    await refused(() => op('post', 'Users')({ userName: 'nobody@example.test' }), 400, 'invalidValue');
  });

  await check(name('get', 'User'), async () => {
    const user = await createUser({ title: 'Agent' });
    const got = await op('get', 'User')(user.id);
    assert.equal(got.status, 200);
    assert.deepEqual(got.body, user);
    assert.match(got.headers['content-type'], /json/);
    assert.equal(got.headers.etag, quoted(user.meta.version));

    const unchanged = await refused(() => op('get', 'User')(user.id, { ifNoneMatch: quoted(user.meta.version) }), 304);
    assert.ok(!unchanged.body || Object.keys(unchanged.body).length === 0, 'a 304 has no body');
    assert.equal((await op('get', 'User')(user.id, { ifNoneMatch: stale(user.meta.version) })).status, 200);
    await refused(() => op('get', 'User')(UNKNOWN), 404);

    const some = (await op('get', 'User')(user.id, { attributes: ['displayName'] })).body;
    assert.equal(some.displayName, user.displayName);
    assert.equal(some.userName, user.userName);
    assert.equal(some.active, true);
    assert.equal(some.title, undefined);
    const rest = (await op('get', 'User')(user.id, { excludedAttributes: ['title', 'roles'] })).body;
    assert.equal(rest.title, undefined);
    assert.equal(rest.roles, undefined);
    assert.equal(rest.displayName, user.displayName);
  });

  await check(name('get', 'Users'), async () => {
    const user = await createUser({ title: 'Agent' });
    const found = await op('get', 'Users')({ filter: `userName eq ${user.userName}`, startIndex: 1, count: 10 });
    assert.equal(found.status, 200);
    assert.deepEqual(found.body.schemas, [LIST]);
    assert.equal(found.body.totalResults, 1);
    assert.equal(found.body.itemsPerPage, 1);
    assert.equal(found.body.startIndex, 1);
    assert.deepEqual(found.body.Resources, [user]);

    const totals = (await op('get', 'Users')({ filter: `id eq ${user.id}`, count: 0 })).body;
    assert.equal(totals.totalResults, 1);
    assert.deepEqual(totals.Resources, []);

    await createUser();
    const all = (await op('get', 'Users')()).body;
    assert.ok(all.totalResults >= 2 && all.Resources.length <= 25);
    const second = (await op('get', 'Users')({ startIndex: 2, count: 1 })).body;
    assert.equal(second.startIndex, 2);
    assert.equal(second.Resources[0].id, all.Resources[1].id);

    const some = (await op('get', 'Users')({ filter: `id eq "${user.id}"`, attributes: ['id', 'displayName'] })).body.Resources[0];
    assert.equal(some.title, undefined);
    await refused(() => op('get', 'Users')({ filter: 'userName eq' }), 400, 'invalidFilter');
    await refused(() => op('get', 'Users')({ filter: 'nonsense eq "x"' }), 400, 'invalidFilter');
  });

  await check(name('put', 'User'), async () => {
    const user = await createUser();
    const changed = await op('put', 'User')(user.id, { ...user, title: 'Lead' }, { ifMatch: quoted(user.meta.version) });
    assert.equal(changed.status, 200);
    assert.equal(changed.body.title, 'Lead');
    assert.notEqual(changed.body.meta.version, user.meta.version);

    await refused(() => op('put', 'User')(user.id, { ...user, title: 'Late' }, { ifMatch: quoted(user.meta.version) }), 400, 'invalidVers');
    assert.equal((await op('get', 'User')(user.id)).body.title, 'Lead');
    await refused(() => op('put', 'User')(UNKNOWN, newUser()), 404);

    const other = await createUser();
    await refused(() => op('put', 'User')(user.id, { ...changed.body, userName: other.userName }), 409, 'uniqueness');
  });

  await check(name('patch', 'User'), async () => {
    const user = await createUser();
    const changed = await op('patch', 'User')(user.id, patch(
      { op: 'replace', path: 'title', value: 'Lead' },
      { op: 'add', path: `${ENTERPRISE}:department`, value: 'Sales' },
      { op: 'add', path: 'phoneNumbers[type eq "work"].value', value: '+13175550100' },
      { op: 'add', path: `${GENESYS}:externalIds`, value: [{ authority: 'microsoftteams', value: 't-1' }] },
    ), { ifMatch: quoted(user.meta.version) });
    assert.equal(changed.status, 200);
    assert.equal(changed.body.title, 'Lead');
    assert.equal(changed.body[ENTERPRISE].department, 'Sales');
    assert.equal(changed.body.phoneNumbers[0].value, '+13175550100');

    await refused(() => op('patch', 'User')(user.id, patch({ op: 'replace', path: 'title', value: 'Late' }), { ifMatch: stale(user.meta.version) }), 400, 'invalidVers');
    await refused(() => op('patch', 'User')(user.id, patch({ op: 'replace', path: 'no such path [', value: 1 })), 400, 'invalidPath');
    await refused(() => op('patch', 'User')(UNKNOWN, patch({ op: 'replace', path: 'title', value: 'Lead' })), 404);
    assert.equal((await op('get', 'User')(user.id)).body.meta.version, changed.body.meta.version);
  });

  await check(name('delete', 'User'), async () => {
    const user = await createUser();
    await refused(() => op('delete', 'User')(user.id, { ifMatch: stale(user.meta.version) }), 400, 'invalidVers');
    const gone = await op('delete', 'User')(user.id, { ifMatch: quoted(user.meta.version) });
    assert.equal(gone.status, 204);
    await refused(() => op('get', 'User')(user.id), 404);
    await refused(() => op('delete', 'User')(user.id), 404);

    const again = (await op('post', 'Users')({ ...newUser(), userName: user.userName })).body;
    assert.equal(again.id, user.id);
    assert.equal(again.roles, undefined);
  });

  await check(name('get', 'Group'), async () => {
    const user = await createUser();
    const group = await createGroup(`Get ${v || 'v1'} ${process.pid}`, [{ value: user.id }]);
    const got = await op('get', 'Group')(group.id);
    assert.equal(got.status, 200);
    assert.deepEqual(got.body.members.map(m => m.value), [user.id]);
    assert.equal(got.headers.etag, quoted(got.body.meta.version));
    await refused(() => op('get', 'Group')(group.id, { ifNoneMatch: quoted(group.meta.version) }), 304);
    assert.equal((await op('get', 'Group')(group.id, { ifNoneMatch: stale(group.meta.version) })).status, 200);
    await refused(() => op('get', 'Group')(UNKNOWN), 404);
    const bare = (await op('get', 'Group')(group.id, { excludedAttributes: ['members'] })).body;
    assert.equal(bare.members, undefined);
    assert.equal((await op('get', 'User')(user.id)).body.groups[0].value, group.id);
  });

  await check(name('get', 'Groups'), async () => {
    const group = await createGroup(`List ${v || 'v1'} ${process.pid}`);
    const found = await listGroups(`displayName eq "${group.displayName}"`, { startIndex: 1, count: 5 });
    assert.equal(found.status, 200);
    assert.deepEqual(found.body.Resources.map(g => g.id), [group.id]);
    const totals = (await listGroups(`displayname eq "${group.displayName}"`, { count: 0 })).body;
    assert.equal(totals.totalResults, 1);
    assert.deepEqual(totals.Resources, []);
    assert.equal((await listGroups(`id eq ${group.id}`, { attributes: ['id'] })).body.Resources[0].displayName, undefined);
    await refused(() => listGroups('displayName eq'), 400, 'invalidFilter');
  });

  await check(name('put', 'Group'), async () => {
    const [one, two] = [await createUser(), await createUser()];
    const group = await createGroup(`Put ${v || 'v1'} ${process.pid}`, [{ value: one.id }]);
    // The .NET SDK cannot send a group's displayName: a PUT without it keeps it.
    const changed = await op('put', 'Group')(group.id, { externalId: 'g-1', members: [{ value: two.id }] }, { ifMatch: quoted(group.meta.version) });
    assert.equal(changed.status, 200);
    assert.equal(changed.body.displayName, group.displayName);
    assert.equal(changed.body.externalId, 'g-1');
    assert.deepEqual(changed.body.members.map(m => m.value), [two.id]);
    await refused(() => op('put', 'Group')(group.id, { members: [] }, { ifMatch: quoted(group.meta.version) }), 400, 'invalidVers');
    await refused(() => op('put', 'Group')(UNKNOWN, { members: [] }), 404);
  });

  await check(name('patch', 'Group'), async () => {
    const user = await createUser();
    const group = await createGroup(`Patch ${v || 'v1'} ${process.pid}`);
    const added = await op('patch', 'Group')(group.id, patch({ op: 'add', path: 'members', value: [{ value: user.id }] }), { ifMatch: quoted(group.meta.version) });
    assert.equal(added.status, 200);
    assert.deepEqual(added.body.members.map(m => m.value), [user.id]);
    await refused(() => op('patch', 'Group')(group.id, patch({ op: 'remove', path: 'members' }), { ifMatch: quoted(group.meta.version) }), 400, 'invalidVers');
    const removed = await op('patch', 'Group')(group.id, patch({ op: 'remove', path: `members[value eq "${user.id}"]` }));
    assert.deepEqual(removed.body.members ?? [], []);
    await refused(() => op('patch', 'Group')(group.id, patch({ op: 'add', path: 'members', value: [{ value: UNKNOWN }] })), 400, 'invalidValue');
    await refused(() => op('patch', 'Group')(UNKNOWN, patch({ op: 'remove', path: 'members' })), 404);
  });

  await check(name('get', 'Serviceproviderconfig'), async () => {
    const config = (await op('get', 'Serviceproviderconfig')()).body;
    assert.equal(config.patch.supported, true);
    assert.equal(config.etag.supported, true);
    assert.equal(config.filter.supported, true);
    assert.equal(config.bulk.supported, false);
    assert.equal(config.sort.supported, false);
    assert.equal(typeof config.bulk.maxOperations, 'number');
    assert.ok(config.authenticationSchemes.length > 0);
    assert.equal(config.meta.resourceType, 'ServiceProviderConfig');
    const { headers } = await op('get', 'Serviceproviderconfig')();
    if (headers.etag)
      await refused(() => op('get', 'Serviceproviderconfig')({ ifNoneMatch: headers.etag }), 304);
  });

  await check(name('get', 'Resourcetypes'), async () => {
    const list = (await op('get', 'Resourcetypes')()).body;
    assert.equal(list.totalResults, list.Resources.length);
    assert.ok(['User', 'Group'].every(id => list.Resources.some(r => r.id === id)));
    const user = (await op('get', 'Resourcetype')('User')).body;
    assert.equal(user.schema, CORE);
    assert.ok(user.schemaExtensions.some(e => e.schema === ENTERPRISE));
    await refused(() => op('get', 'Resourcetype')('Robot'), 404);
  });

  await check(name('get', 'Schemas'), async () => {
    const list = (await op('get', 'Schemas')()).body;
    for (const id of [CORE, ENTERPRISE, GENESYS])
      assert.ok(list.Resources.some(s => s.id === id), id);
    const core = (await op('get', 'Schema')(CORE)).body;
    assert.equal(core.id, CORE);
    assert.equal(core.attributes.find(a => a.name === 'password').returned, 'never');
    await refused(() => op('get', 'Schemas')({ filter: 'id eq x' }), 403);
    await refused(() => op('get', 'Schema')('urn:example:none'), 404);
  });
}

async function main() {
  await check('loginWithWrongSecret', async () => {
    await assert.rejects(async () => {
      try {
        await client.loginClientCredentialsGrant(ROSTER_CLIENT_ID, 'wrong');
      } catch (e) {
        throw e instanceof Error ? e : new Error(JSON.stringify(e));
      }
    }, /invalid_client|401|400/);
  });

  await check('loginClientCredentialsGrant', async () => {
    const { accessToken, tokenExpiryTime } = await client.loginClientCredentialsGrant(ROSTER_CLIENT_ID, ROSTER_CLIENT_SECRET);
    assert.ok(accessToken.length > 20);
    assert.ok(tokenExpiryTime > Date.now());
  });

  await check('plainResponses', async () => {
    const user = await scim.postScimV2Users(newUser());
    assert.ok(user.id);
    await assert.rejects(scim.getScimV2User(user.id, { ifNoneMatch: quoted(user.meta.version) }), e => e === undefined);
    assert.equal(await scim.deleteScimV2User(user.id), undefined);
    await assert.rejects(scim.getScimV2User(user.id), e => e.status === '404' && e.schemas[0] === ERROR);
  });

  client.setReturnExtendedResponses(true);
  for (const v of ['', 'V2'])
    await underPrefix(v);

  const token = client.authData.accessToken;

  await check('badTokenIsRefused', async () => {
    client.setAccessToken('not-a-token');
    await refusedByGateway(() => scim.getScimUsers(), 401, 'bad.credentials');
    await refusedByGateway(() => scim.getScimV2Serviceproviderconfig(), 401, 'bad.credentials');
    client.setAccessToken(token);
  });

  await check('missingPermissionIsRefused', async () => {
    await client.loginClientCredentialsGrant(ROSTER_VIEWER_ID, ROSTER_VIEWER_SECRET);
    assert.equal((await scim.getScimUsers()).status, 200);
    const refusal = await refused(() => scim.postScimV2Users(newUser()), 403);
    assert.equal(refusal.body.code, 'missing.any.permissions');
    assert.match(refusal.body.message, /directory:user:add/);
    await refusedByGateway(() => scim.getScimGroups({}), 403, 'missing.any.permissions');
  });
}

main().then(
  () => console.log(JSON.stringify(results)),
  e => { console.error(e); process.exitCode = 1; });
