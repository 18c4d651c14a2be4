using System.Collections.Frozen;
using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using Roster.Scim;
using Roster.Scim.Messages;

namespace Roster.Storage;

/// <summary>What one tenant has otherwise than the installation. What is null follows the installation.</summary>
public sealed record TenantSettings
{
    public static TenantSettings Default { get; } = new();

    /// <summary>Names of <see cref="Tolerances"/> that are switched off.</summary>
    public ImmutableArray<string> TolerancesOff { get; init; } = [];

    /// <summary>Resources per page when a list request does not say. 1 to 1,000.</summary>
    [Range(1, 1_000)]
    public int? DefaultCount { get; init; }

    /// <summary>Resources per page at most. 1 to 1,000.</summary>
    [Range(1, 1_000)]
    public int? MaxCount { get; init; }

    /// <summary>How many resources a filter without an index may look through. 100 to 10,000,000.</summary>
    [Range(100, 10_000_000)]
    public int? LookThrough { get; init; }

    /// <summary>Days for which a deleted resource can be restored; then it is purged. 0 to 3,650; null keeps it for good.</summary>
    [Range(0, 3_650)]
    public int? DeletedRetentionDays { get; init; } = 90;

    /// <summary>Days for which the change log is kept. 1 to 3,650; null keeps it for good.</summary>
    [Range(1, 3_650)]
    public int? ChangeRetentionDays { get; init; } = 365;

    /// <summary>Characters that a password set over SCIM has at least. 0 (no rule) to 256.</summary>
    [Range(0, 256)]
    public int PasswordMinLength { get; init; }

    /// <summary>Passwords that SCIM may not set, in any letter case. At most 10,000 of at most 256 characters.</summary>
    public ImmutableArray<string> PasswordBlocklist { get; init; } = [];

    /// <summary>Whether names that no catalogue holds are added (open) rather than refused (strict).</summary>
    public bool? OpenCatalogues { get; init; }

    /// <summary>Whether a write to an existing resource must say which version it changes, by <c>If-Match</c>.</summary>
    public bool RequireIfMatch { get; init; }

    /// <summary>Whether an unknown attribute in POST and PUT is refused rather than ignored.</summary>
    public bool RefuseUnknownAttributes { get; init; }

    /// <summary>Whether filters are taken in the body of a search only, where a surface has searches: addresses are logged and remembered.</summary>
    public bool FiltersInBodyOnly { get; init; }

    /// <summary>The label under which the tenant's requests are measured, beside those of other tenants that have the same.</summary>
    [Required, RegularExpression("[a-z][a-z0-9_-]{0,31}")]
    public string MetricsClass { get; init; } = "default";

    /// <summary>The profile's tolerances less those that are switched off.</summary>
    public Tolerances Apply(Tolerances tolerances)
    {
        if (TolerancesOff.IsDefaultOrEmpty)
            return tolerances;

        var switches = JsonSerializer.SerializeToNode(tolerances)!.AsObject();
        foreach (var name in TolerancesOff)
            switches[name] = false;
        return switches.Deserialize<Tolerances>()!;
    }

    /// <exception cref="ScimException">400 <c>invalidValue</c> that names the setting.</exception>
    public void Validate()
    {
        var wrong = new List<ValidationResult>();
        if (!Validator.TryValidateObject(this, new ValidationContext(this), wrong, validateAllProperties: true))
            throw Invalid(string.Join(' ', wrong.Select(w => w.ErrorMessage)));
        if (DefaultCount > MaxCount)
            throw Invalid($"{nameof(DefaultCount)} is more than {nameof(MaxCount)}.");
        if (TolerancesOff.IsDefault || PasswordBlocklist.IsDefault)
            throw Invalid("A list that has nothing in it is empty, not null.");
        if (TolerancesOff.FirstOrDefault(name => !Names.Contains(name)) is { } unknown)
            throw Invalid($"{nameof(TolerancesOff)}: there is no tolerance '{ScimError.Quote(unknown)}'. There are {string.Join(", ", Names)}.");
        if (PasswordBlocklist.Length > 10_000 || PasswordBlocklist.Any(p => p is null or { Length: 0 or > 256 }))
            throw Invalid($"{nameof(PasswordBlocklist)} holds at most 10,000 passwords of 1 to 256 characters.");
    }

    static readonly ImmutableSortedSet<string> Names =
        [.. typeof(Tolerances).GetProperties().Where(p => p.PropertyType == typeof(bool)).Select(p => p.Name)];

    /// <summary>As JSON with names in camel case; what has its default is left out.</summary>
    public string ToJson()
    {
        var all = JsonSerializer.SerializeToNode(this, JsonSerializerOptions.Web)!.AsObject();
        var defaults = JsonSerializer.SerializeToNode(Default, JsonSerializerOptions.Web)!.AsObject();
        return new JsonObject(all.Where(s => !JsonNode.DeepEquals(s.Value, defaults[s.Key])).Select(s => KeyValuePair.Create(s.Key, s.Value?.DeepClone()))).ToJsonString();
    }

    /// <exception cref="JsonException">It is not JSON, a value has the wrong type, or a name is unknown.</exception>
    public static TenantSettings FromJson(string? json)
    {
        if (json is null)
            return Default;

        using var document = JsonDocument.Parse(json);
        return document.RootElement.ValueKind switch
        {
            JsonValueKind.Null => Default,
            JsonValueKind.Object => document.RootElement.EnumerateObject().Aggregate(Default, With),
            _ => throw Unreadable("$"),
        };
    }

    static TenantSettings With(TenantSettings settings, JsonProperty member)
    {
        if (!Readers.TryGetValue(member.Name, out var read))
            throw Unreadable($"$.{member.Name}");

        try
        {
            return read(settings, member.Value);
        }
        catch (Exception wrong) when (wrong is FormatException or InvalidOperationException)
        {
            throw Unreadable($"$.{member.Name}");
        }
    }

    static JsonException Unreadable(string path) => new($"The setting {path} is unknown, or its value is of the wrong type.", path, null, null);

    // By hand, as they are needed for the first answer: reflection would look at all of the types and compile code for each property.
    static readonly FrozenDictionary<string, Func<TenantSettings, JsonElement, TenantSettings>> Readers = new Dictionary<string, Func<TenantSettings, JsonElement, TenantSettings>>
    {
        [nameof(TolerancesOff)] = (settings, value) => settings with { TolerancesOff = Texts(value) },
        [nameof(DefaultCount)] = (settings, value) => settings with { DefaultCount = NumberOrNull(value) },
        [nameof(MaxCount)] = (settings, value) => settings with { MaxCount = NumberOrNull(value) },
        [nameof(LookThrough)] = (settings, value) => settings with { LookThrough = NumberOrNull(value) },
        [nameof(DeletedRetentionDays)] = (settings, value) => settings with { DeletedRetentionDays = NumberOrNull(value) },
        [nameof(ChangeRetentionDays)] = (settings, value) => settings with { ChangeRetentionDays = NumberOrNull(value) },
        [nameof(PasswordMinLength)] = (settings, value) => settings with { PasswordMinLength = value.GetInt32() },
        [nameof(PasswordBlocklist)] = (settings, value) => settings with { PasswordBlocklist = Texts(value) },
        [nameof(OpenCatalogues)] = (settings, value) => settings with { OpenCatalogues = IsNull(value) ? null : value.GetBoolean() },
        [nameof(RequireIfMatch)] = (settings, value) => settings with { RequireIfMatch = value.GetBoolean() },
        [nameof(RefuseUnknownAttributes)] = (settings, value) => settings with { RefuseUnknownAttributes = value.GetBoolean() },
        [nameof(FiltersInBodyOnly)] = (settings, value) => settings with { FiltersInBodyOnly = value.GetBoolean() },
        [nameof(MetricsClass)] = (settings, value) => settings with { MetricsClass = value.GetString()! },
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    static bool IsNull(JsonElement value) => value.ValueKind == JsonValueKind.Null;

    static int? NumberOrNull(JsonElement value) => IsNull(value) ? null : value.GetInt32();

    static ImmutableArray<string> Texts(JsonElement value) => IsNull(value) ? default : [.. value.EnumerateArray().Select(text => text.GetString()!)];

    static ScimException Invalid(string detail) => ScimError.InvalidValue(detail).ToException();

    public bool Equals(TenantSettings? other) => other is not null && string.Equals(ToJson(), other.ToJson(), StringComparison.Ordinal);

    public override int GetHashCode() => ToJson().GetHashCode(StringComparison.Ordinal);
}
