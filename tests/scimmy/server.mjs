// A SCIM server made of the packages scimmy and scimmy-routers in Express, with users and groups in memory. Ends with its standard input.
import { randomUUID } from "node:crypto";
import express from "express";
import SCIMMY from "scimmy";
import SCIMMYRouters from "scimmy-routers";

const stores = new Map();

/** The handlers of one resource type, as the package's documentation describes them. */
function inMemory(unique) {
  const store = new Map();
  stores.set(unique, store);
  return {
    ingress: (resource, data) => {
      const id = resource.id ?? randomUUID();
      if (resource.id && !store.has(resource.id)) throw new SCIMMY.Types.Error(404, null, `Resource ${resource.id} not found`);
      const taken = [...store.values()].some(other => other.id !== id && other[unique].toLowerCase() === data[unique].toLowerCase());
      if (taken) throw new SCIMMY.Types.Error(409, "uniqueness", `${unique} is taken`);
      const now = new Date();
      const stored = { ...JSON.parse(JSON.stringify(data)), id, meta: { created: store.get(id)?.meta.created ?? now, lastModified: now } };
      store.set(id, stored);
      return stored;
    },
    egress: resource => {
      if (resource.id) {
        if (!store.has(resource.id)) throw new SCIMMY.Types.Error(404, null, `Resource ${resource.id} not found`);
        return store.get(resource.id);
      }
      const all = [...store.values()];
      return resource.filter ? resource.filter.match(all) : all;
    },
    degress: resource => {
      if (!store.delete(resource.id)) throw new SCIMMY.Types.Error(404, null, `Resource ${resource.id} not found`);
    },
  };
}

const user = inMemory("userName");
const group = inMemory("displayName");
SCIMMY.Resources.declare(SCIMMY.Resources.User.extend(SCIMMY.Schemas.EnterpriseUser, false), user);
SCIMMY.Resources.declare(SCIMMY.Resources.Group, group);

const routers = () => new SCIMMYRouters({
  type: "bearer",
  handler: request => {
    if (request.header("Authorization") !== "Bearer scimmy") throw new Error("Authorization not detected!");
    return "nobody";
  },
});

const app = express();
// Express 5 parses the query anew each time that it is looked at, so that the routers' own conversion of numbers is lost. Here it is kept.
app.use("/scim", (request, _response, next) => {
  Object.defineProperty(request, "query", { value: { ...request.query } });
  next();
}, routers());
// And here not: every list is the first page.
app.use("/forgetful", routers());

const listener = app.listen(0, "127.0.0.1", () => console.log(`Listening on http://127.0.0.1:${listener.address().port}`));
process.stdin.on("end", () => process.exit(0)).resume();
