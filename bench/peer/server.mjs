// SCIMMY behind Express as a careful integrator would set it up: everything in memory, a look-up by userName, pages taken where the data is. Nothing survives its end.
import { randomUUID } from 'node:crypto';
import express from 'express';
import SCIMMY from 'scimmy';
import SCIMMYRouters from 'scimmy-routers';

const { PORT, TOKEN } = process.env;
const notFound = id => new SCIMMY.Types.Error(404, null, `There is no resource ${id}.`);

/** One type's resources by id, and by userName where they have one. */
class Store {
  byId = new Map();
  byName = new Map();

  read({ id, filter, constraints }) {
    if (id) return this.#known(id);
    if (!filter) return this.#page(constraints ?? {});
    const name = /^userName eq "([^"]*)"$/i.exec(filter.expression ?? '')?.[1];
    if (name === undefined) return filter.match([...this.byId.values()]);
    const found = this.byName.get(name.toLowerCase());
    return found ? [found] : [];
  }

  write({ id }, data) {
    const old = id ? this.#known(id) : null, now = new Date(), name = data.userName?.toLowerCase();
    const namesake = this.byName.get(name);
    if (namesake && namesake !== old) throw new SCIMMY.Types.Error(409, 'uniqueness', 'Another user has this userName.');
    const stored = { ...JSON.parse(JSON.stringify(data)), id: old?.id ?? randomUUID(), meta: { created: old?.meta.created ?? now, lastModified: now } };
    if (old?.userName) this.byName.delete(old.userName.toLowerCase());
    if (name) this.byName.set(name, stored);
    this.byId.set(stored.id, stored);
    return stored;
  }

  dispose({ id }) {
    const old = this.#known(id);
    this.byId.delete(id);
    if (old.userName) this.byName.delete(old.userName.toLowerCase());
  }

  // Only what is shown is handed over; the total is told beside it.
  #page(constraints) {
    const skip = Math.max(1, constraints.startIndex ?? 1) - 1, page = [];
    let place = 0;
    for (const one of this.byId.values()) {
      if (place++ < skip) continue;
      if (page.push(one) >= (constraints.count ?? 20)) break;
    }
    constraints.totalResults = this.byId.size;
    return page;
  }

  #known(id) { return this.byId.get(id) ?? (() => { throw notFound(id); })(); }
}

SCIMMY.Config.set({ patch: true, filter: { supported: true, maxResults: 200 }, sort: true, bulk: { supported: false, maxPayloadSize: 1 << 24, maxOperations: 1000 }, changePassword: false });
SCIMMY.Schemas.User.extend(SCIMMY.Schemas.EnterpriseUser);
for (const type of [SCIMMY.Resources.User, SCIMMY.Resources.Group]) {
  const store = new Store();
  SCIMMY.Resources.declare(type).ingress((resource, data) => store.write(resource, data)).egress(resource => store.read(resource)).degress(resource => store.dispose(resource));
}

const app = express();
// Express hands over strings; scimmy takes numbers only and ignores startIndex and count otherwise.
app.set('query parser', text => {
  const query = Object.fromEntries(new URLSearchParams(text));
  for (const key of ['startIndex', 'count']) if (key in query) query[key] = Number(query[key]);
  return query;
});
app.use('/scim/v2', new SCIMMYRouters({
  type: 'bearer',
  handler: request => {
    if (request.header('Authorization') !== `Bearer ${TOKEN}`) throw new Error('The token is not known.');
    return 'bench';
  },
}));
app.listen(Number(PORT), '127.0.0.1');
