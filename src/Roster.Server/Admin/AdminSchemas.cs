using System.Text.Json.Nodes;

namespace Roster.Server.Admin;

/// <summary>The bodies of the API of administration, as its OpenAPI document tells them.</summary>
static class AdminSchemas
{
    public static JsonObject All()
    {
        var schemas = JsonNode.Parse(Text)!.AsObject();
        foreach (var name in new[] { "Tenant", "Client", "ProvisioningToken", "Index", "DeletedResource", "Change", "Schema", "ResourceType" })
            schemas[name + "Page"] = Page(name);
        schemas["ChangePage"]!["properties"]!["names"] = new JsonObject
        {
            ["type"] = "object",
            ["additionalProperties"] = new JsonObject { ["type"] = "string" },
            ["description"] = "By id, what the resources and members that the items name are called.",
        };
        schemas["ClientWithSecret"] = With("Client", "clientSecret", "Shown this once.");
        schemas["ProvisioningTokenWithValue"] = With("ProvisioningToken", "token", "Shown this once.");
        return schemas;
    }

    static JsonObject Page(string item) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            ["items"] = new JsonObject { ["type"] = "array", ["items"] = Ref(item) },
            ["next"] = new JsonObject { ["type"] = "string", ["description"] = "What 'after' wants for the next page; not there on the last." },
        },
        ["required"] = new JsonArray("items"),
    };

    static JsonObject With(string schema, string property, string meaning) => new()
    {
        ["allOf"] = new JsonArray(
            Ref(schema),
            new JsonObject
            {
                ["type"] = "object",
                ["properties"] = new JsonObject { [property] = new JsonObject { ["type"] = "string", ["description"] = meaning } },
                ["required"] = new JsonArray(property),
            }),
    };

    static JsonObject Ref(string schema) => new() { ["$ref"] = $"#/components/schemas/{schema}" };

    const string Text = """
        {
          "Error": {
            "type": "object",
            "description": "RFC 7644 section 3.12.",
            "properties": { "schemas": { "type": "array", "items": { "type": "string" } }, "status": { "type": "string" }, "scimType": { "type": "string" }, "detail": { "type": "string" } },
            "required": ["schemas", "status", "detail"]
          },
          "NewTenant": { "type": "object", "properties": { "name": { "type": "string", "minLength": 1, "maxLength": 128 } }, "required": ["name"], "additionalProperties": false },
          "Tenant": {
            "type": "object",
            "properties": {
              "name": { "type": "string" }, "createdAt": { "type": "string", "format": "date-time" }, "suspended": { "type": "boolean" },
              "suspendedAt": { "type": "string", "format": "date-time" }, "removalBegunAt": { "type": "string", "format": "date-time" }
            },
            "required": ["name", "createdAt", "suspended"]
          },
          "TenantSettings": {
            "type": "object",
            "additionalProperties": false,
            "properties": {
              "tolerancesOff": { "type": "array", "items": { "type": "string" }, "description": "Tolerances that are switched off, by name." },
              "defaultCount": { "type": ["integer", "null"], "minimum": 1, "maximum": 1000, "description": "Resources per page without count; null follows the surface." },
              "maxCount": { "type": ["integer", "null"], "minimum": 1, "maximum": 1000 },
              "lookThrough": { "type": ["integer", "null"], "minimum": 100, "maximum": 10000000, "description": "Resources that may be read to filter or sort without an index." },
              "deletedRetentionDays": { "type": ["integer", "null"], "minimum": 0, "maximum": 3650, "description": "Null keeps deleted resources for good." },
              "changeRetentionDays": { "type": ["integer", "null"], "minimum": 1, "maximum": 3650, "description": "Null keeps the change log for good." },
              "passwordMinLength": { "type": "integer", "minimum": 0, "maximum": 256 },
              "passwordBlocklist": { "type": "array", "items": { "type": "string" } },
              "openCatalogues": { "type": ["boolean", "null"], "description": "Null follows the installation." },
              "requireIfMatch": { "type": "boolean", "description": "Writes to existing resources without If-Match are answered 428." },
              "refuseUnknownAttributes": { "type": "boolean", "description": "Unknown attributes in POST and PUT are answered 400 rather than ignored." },
              "filtersInBodyOnly": { "type": "boolean", "description": "Whether a filter in an address is refused where it can be sent by POST." },
              "metricsClass": { "type": "string", "pattern": "^[a-z][a-z0-9_-]{0,31}$", "description": "The label under which the organization's requests are measured, beside those of others that have the same." }
            }
          },
          "NewClient": {
            "type": "object",
            "properties": {
              "name": { "type": "string" }, "permissions": { "type": "array", "items": { "type": "string" } },
              "tokenLifetime": { "type": "integer", "minimum": 300, "maximum": 38880000, "description": "Seconds that an access token lives; a day when it is left out." }
            },
            "required": ["name", "permissions"],
            "additionalProperties": false
          },
          "ClientUpdate": {
            "type": "object",
            "properties": {
              "name": { "type": "string" }, "permissions": { "type": "array", "items": { "type": "string" } }, "tokenLifetime": { "type": "integer", "minimum": 300, "maximum": 38880000 }
            },
            "additionalProperties": false
          },
          "Client": {
            "type": "object",
            "properties": {
              "clientId": { "type": "string" }, "name": { "type": "string" }, "permissions": { "type": "array", "items": { "type": "string" } }, "tokenLifetime": { "type": "integer" },
              "secrets": { "type": "array", "items": { "$ref": "#/components/schemas/Secret" } }, "createdAt": { "type": "string", "format": "date-time" }, "revoked": { "type": "boolean" }
            },
            "required": ["clientId", "name", "permissions", "tokenLifetime", "secrets", "createdAt", "revoked"]
          },
          "Secret": { "type": "object", "properties": { "id": { "type": "string" }, "createdAt": { "type": "string", "format": "date-time" } }, "required": ["id", "createdAt"] },
          "NewSecret": {
            "type": "object",
            "properties": { "id": { "type": "string" }, "clientSecret": { "type": "string", "description": "Shown this once." }, "createdAt": { "type": "string", "format": "date-time" } },
            "required": ["id", "clientSecret", "createdAt"]
          },
          "NewProvisioningToken": {
            "type": "object",
            "properties": {
              "clientId": { "type": "string", "description": "The client that it acts as." }, "name": { "type": "string" },
              "userId": { "type": "string", "description": "The user that it acts for." }, "expiresAt": { "type": "string", "format": "date-time", "description": "Left out, it does not expire." }
            },
            "required": ["clientId", "name"],
            "additionalProperties": false
          },
          "ProvisioningToken": {
            "type": "object",
            "properties": {
              "id": { "type": "string" }, "clientId": { "type": "string" }, "name": { "type": "string" }, "prefix": { "type": "string", "description": "How the token begins." },
              "userId": { "type": ["string", "null"] }, "createdAt": { "type": "string", "format": "date-time" }, "expiresAt": { "type": ["string", "null"], "format": "date-time" },
              "lastUsedAt": { "type": ["string", "null"], "format": "date-time", "description": "Late by a minute at most." }, "expired": { "type": "boolean" },
              "expiresSoon": { "type": "boolean", "description": "Within 14 days." }
            },
            "required": ["id", "clientId", "name", "prefix", "createdAt", "expired", "expiresSoon"]
          },
          "CatalogueNames": { "type": "object", "properties": { "names": { "type": "array", "items": { "type": "string" } } }, "required": ["names"] },
          "CatalogueName": { "type": "object", "properties": { "name": { "type": "string" } }, "required": ["name"] },
          "NewIndex": {
            "type": "object",
            "properties": { "resourceType": { "type": "string" }, "path": { "type": "string", "description": "A simple attribute or sub-attribute: emails.value" } },
            "required": ["resourceType", "path"],
            "additionalProperties": false
          },
          "Index": {
            "type": "object",
            "properties": {
              "resourceType": { "type": "string" }, "path": { "type": "string" }, "builtIn": { "type": "boolean", "description": "Comes with the installation and cannot be dropped." },
              "ready": { "type": "boolean" }, "done": { "type": "integer" }, "total": { "type": "integer" }, "problem": { "type": "string", "description": "Why it does not get on." }
            },
            "required": ["resourceType", "path", "ready"]
          },
          "Schema": {
            "type": "object",
            "description": "RFC 7643 section 7. Canonical values and reference types are all that a value may be.",
            "properties": {
              "schemas": { "type": "array", "items": { "type": "string" } }, "id": { "type": "string", "description": "A URN." }, "name": { "type": "string" }, "description": { "type": "string" },
              "attributes": { "type": "array", "items": { "$ref": "#/components/schemas/Attribute" }, "minItems": 1 }
            },
            "required": ["id", "attributes"]
          },
          "Attribute": {
            "type": "object",
            "properties": {
              "name": { "type": "string" }, "type": { "enum": ["string", "boolean", "decimal", "integer", "dateTime", "reference", "binary", "complex"] }, "multiValued": { "type": "boolean" },
              "description": { "type": "string" }, "required": { "type": "boolean" }, "caseExact": { "type": "boolean" }, "canonicalValues": { "type": "array", "items": { "type": "string" } },
              "referenceTypes": { "type": "array", "items": { "type": "string" } }, "mutability": { "enum": ["readWrite", "readOnly", "immutable", "writeOnly"] },
              "returned": { "enum": ["default", "always", "never", "request"] }, "uniqueness": { "enum": ["none", "server", "global"] },
              "subAttributes": { "type": "array", "items": { "$ref": "#/components/schemas/Attribute" } }
            },
            "required": ["name"]
          },
          "ResourceType": {
            "type": "object",
            "description": "RFC 7643 section 6. Of a built-in type only the extensions added to it can be changed.",
            "properties": {
              "schemas": { "type": "array", "items": { "type": "string" } }, "name": { "type": "string" }, "description": { "type": "string" },
              "endpoint": { "type": "string", "description": "A slash and one word: /Devices" }, "schema": { "type": "string", "description": "The URN of the base schema." },
              "schemaExtensions": { "type": "array", "items": { "type": "object", "properties": { "schema": { "type": "string" }, "required": { "type": "boolean" } }, "required": ["schema"] } },
              "builtIn": { "type": "boolean" }
            },
            "required": ["name"]
          },
          "DeletedResource": {
            "type": "object",
            "properties": {
              "type": { "type": "string" }, "id": { "type": "string" }, "name": { "type": ["string", "null"], "description": "Its userName or displayName." },
              "deletedAt": { "type": "string", "format": "date-time" }, "deletedBy": { "type": ["string", "null"], "description": "The client that deleted it." }, "purgedAfter": { "type": ["string", "null"], "format": "date-time" }
            },
            "required": ["type", "id", "deletedAt"]
          },
          "RestoredResource": {
            "type": "object",
            "properties": {
              "type": { "type": "string" }, "id": { "type": "string" }, "version": { "type": "integer" }, "groups": { "type": "array", "items": { "type": "string" } },
              "missingGroups": { "type": "array", "items": { "type": "string" }, "description": "Groups that are gone themselves." },
              "members": { "type": "array", "items": { "type": "string" } }, "missingMembers": { "type": "array", "items": { "type": "string" } }
            },
            "required": ["type", "id", "version"]
          },
          "Change": {
            "type": "object",
            "properties": {
              "sequence": { "type": "integer" }, "at": { "type": "string", "format": "date-time" }, "clientId": { "type": "string" }, "correlationId": { "type": "string" },
              "type": { "type": "string" }, "id": { "type": "string" }, "version": { "type": "integer" }, "kind": { "enum": ["create", "update", "delete", "revive", "purge"] },
              "delta": { "type": "object", "description": "What really changed: attributes with path, from and to; members; passwordChanged; memberships." }
            },
            "required": ["sequence", "at", "clientId", "correlationId", "type", "id", "version", "kind", "delta"]
          },
          "PasswordQuestion": {
            "type": "object",
            "properties": { "userName": { "type": "string" }, "userId": { "type": "string" }, "password": { "type": "string" } },
            "required": ["password"]
          },
          "PasswordAnswer": { "type": "object", "properties": { "valid": { "type": "boolean" } }, "required": ["valid"] },
          "Maintenance": { "type": "object", "properties": { "on": { "type": "boolean" } }, "required": ["on"], "additionalProperties": false },
          "Health": {
            "type": "object",
            "properties": {
              "status": { "enum": ["ok", "maintenance", "stopping", "unavailable"] }, "version": { "type": "string" }, "startedAt": { "type": "string", "format": "date-time" }, "uptimeSeconds": { "type": "integer" },
              "writable": { "type": "boolean" }, "dataBytes": { "type": ["integer", "null"] }, "freeBytes": { "type": ["integer", "null"], "description": "Null where only the database server knows." },
              "certificateExpiresAt": { "type": ["string", "null"], "format": "date-time" }
            },
            "required": ["status", "version", "startedAt", "uptimeSeconds", "writable"]
          }
        }
        """;
}
