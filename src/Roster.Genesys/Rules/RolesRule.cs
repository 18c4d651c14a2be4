using System.Text.Json.Nodes;
using Roster.Scim;
using Roster.Scim.Resources;

namespace Roster.Genesys.Rules;

/// <summary>
/// A role is the name of one in the catalogue; the other parts of the value have no effect. A new user without roles becomes an employee.
/// One who comes back from deletion gets none: that is for an administrator to decide.
/// </summary>
public sealed class RolesRule : ResourceRule
{
    const string Roles = "roles";
    const string DefaultRole = "employee";

    public override string ResourceType => "User";

    public override void Complete(ProposedWrite write)
    {
        var named = write.Attributes.Values(Roles).Where(r => r.Text("value") is not null).DistinctBy(r => r.Text("value"), StringComparer.Ordinal).ToList();
        if (named.Count == 0 && write.Kind == WriteKind.Create)
            named.Add(new JsonObject { ["value"] = DefaultRole });
        write.Attributes.Assign(Roles, named);
    }

    public override IEnumerable<CatalogueUse> CatalogueUses(JsonObject attributes) =>
        attributes.Values(Roles).Select(r => r.Text("value")).OfType<string>().Select(name => new CatalogueUse("roles", name, Roles));
}
