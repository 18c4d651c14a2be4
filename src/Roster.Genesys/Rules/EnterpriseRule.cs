using System.Globalization;
using System.Text.Json.Nodes;
using Roster.Scim;
using Roster.Scim.Filters;
using Roster.Scim.Messages;
using Roster.Scim.Resources;

namespace Roster.Genesys.Rules;

/// <summary>The division is a name from a catalogue. The day of hire is a date, whatever time comes with it.</summary>
public sealed class EnterpriseRule : ResourceRule
{
    public override string ResourceType => "User";

    public override void Complete(ProposedWrite write)
    {
        if (write.Attributes.Extension(Urn.EnterpriseUser) is not { } enterprise || enterprise.Text("dateHire") is not { } text)
            return;

        var day = Day(text) ?? throw ScimError.InvalidValue(
            $"{Urn.EnterpriseUser}:dateHire: '{ScimError.Quote(text)}' is no ISO 8601 date; write it as 2024-01-15, or as 2024-01-15T09:00:00Z.").ToException();
        if (day != text)
            enterprise["dateHire"] = day;
    }

    public override IEnumerable<CatalogueUse> CatalogueUses(JsonObject attributes) =>
        attributes.Extension(Urn.EnterpriseUser).Text("division") is { } division
            ? [new CatalogueUse("divisions", division, $"{Urn.EnterpriseUser}:division")]
            : [];

    // The day as it was written, not as it is in UTC: who was hired on the 15th in Sydney was hired on the 15th.
    static string? Day(string text)
    {
        const string Format = "yyyy-MM-dd";
        if (DateOnly.TryParseExact(text, [Format, "yyyyMMdd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day.ToString(Format, CultureInfo.InvariantCulture);

        var isTime = ScimValue.TryParseInstant(text, out _) || DateTimeOffset.TryParseExact(text, ShortTimes, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);
        return isTime ? text[..Format.Length] : null;
    }

    // ISO 8601 lets seconds be left out, and offsets do without the colon.
    static readonly string[] ShortTimes = ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];
}
