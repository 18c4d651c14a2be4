using System.Text.Json;
using System.Text.Json.Nodes;
using Roster.Scim;
using Roster.Scim.Filters;
using Roster.Scim.Messages;
using Roster.Scim.Resources;

namespace Roster.Genesys.Rules;

/// <summary>Skills, and languages likewise: names from a catalogue, in its very letters and each once, with a proficiency from 0 to 5.</summary>
/// <param name="attribute">The attribute of the vendor's extension that holds them.</param>
/// <param name="catalogue">The catalogue that names come from.</param>
public sealed class RoutingRule(string attribute, string catalogue) : ResourceRule
{
    const int MaxValues = 50;
    const decimal MaxProficiency = 5;

    readonly string path = $"{GenesysSchemas.ExtensionUrn}:{attribute}";

    public override string ResourceType => "User";

    public override void Complete(ProposedWrite write)
    {
        var values = Values(write.Attributes);
        if (values.Count > MaxValues)
            throw ScimError.InvalidValue($"{path} has {values.Count} values; no more than {MaxValues} are allowed.").ToException();

        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < values.Count; i++)
        {
            var name = values[i].Text("name") ?? throw Invalid(i, "'name' is required.");
            if (!names.Add(name))
                throw Invalid(i, $"'{ScimError.Quote(name)}' is there already; change its proficiency with the path {attribute}[name eq \"…\"].proficiency.");
            if (!IsProficiency(values[i]["proficiency"]))
                throw Invalid(i, $"'proficiency' of '{ScimError.Quote(name)}' is a number from 0 to {MaxProficiency}.");
        }
    }

    public override IEnumerable<CatalogueUse> CatalogueUses(JsonObject attributes) =>
        Values(attributes).Select(v => v.Text("name")).OfType<string>().Select(name => new CatalogueUse(catalogue, name, path));

    List<JsonObject> Values(JsonObject attributes) => attributes.Extension(GenesysSchemas.ExtensionUrn).Values(attribute);

    static bool IsProficiency(JsonNode? value) =>
        value is null || (value.GetValueKind() == JsonValueKind.Number && ScimValue.ParseNumber(value.ToJsonString()) is >= 0 and <= MaxProficiency);

    ScimException Invalid(int position, string detail) => ScimError.InvalidValue($"{path}, value {position + 1}: {detail}").ToException();
}
