namespace Roster.Scim;

/// <summary>
/// The bad habits of real clients that are absorbed where requests are read. Each can be switched off; with <see cref="None"/>
/// requests are taken to the letter of RFC 7643 and RFC 7644. Which recorded conversation needs which of them is data in
/// <c>TolerancesTests</c>; what no client is known to send, but settings and templates make likely, is marked as inferred.
/// </summary>
public sealed record Tolerances
{
    /// <summary>Everything that is known to be needed by an unmodified identity provider.</summary>
    public static Tolerances All { get; } = new();

    public static Tolerances None { get; } = new()
    {
        BooleanStrings = false, EmptyMeansUnassigned = false, OneElementArrays = false, BareValues = false, UnknownInPatchValues = false,
        CreateOnReplace = false, EmptyPath = false, AnyPatchSchemas = false, NoOperations = false, FirstPrimaryWins = false, AnySchemas = false,
        BareFilterValues = false, UnqualifiedNames = false, KeepMembersWhenAbsent = false, KeepActiveWhenAbsent = false, MetaInPatchValues = false,
        MembersInPath = false, ReadOnlyInPatchValues = false, NullMeansAbsent = false, LooseFormats = false,
    };

    /// <summary><c>"True"</c> and <c>"False"</c> in any letter case for booleans, in bodies and filters (Entra ID, Keycloak, OneLogin).</summary>
    public bool BooleanStrings { get; init; } = true;

    /// <summary>
    /// An empty string clears in PATCH and counts as absent in POST and PUT, but not for required attributes; a value of many without its
    /// <c>value</c> is none (Entra ID, Okta, OneLogin).
    /// </summary>
    public bool EmptyMeansUnassigned { get; init; } = true;

    /// <summary>An array of one element for a single-valued attribute: <c>"active": [false]</c> (inferred).</summary>
    public bool OneElementArrays { get; init; } = true;

    /// <summary>
    /// A plain value where a complex one with a <c>value</c> part is due: <c>"manager": "id"</c>, <c>"members": ["id"]</c>, <c>"roles": ["agent"]</c>;
    /// also a string that holds such an object as JSON, and <c>managerId</c> for <c>value</c> (Entra ID, OneLogin).
    /// </summary>
    public bool BareValues { get; init; } = true;

    /// <summary>Unknown attributes inside the values of a PATCH are ignored, as they are in POST and PUT (Entra ID, which maps to extensions that are not here).</summary>
    public bool UnknownInPatchValues { get; init; } = true;

    /// <summary><c>replace</c> on a value filter that matches nothing creates the value that an <c>eq</c> filter describes (Entra ID).</summary>
    public bool CreateOnReplace { get; init; } = true;

    /// <summary><c>"path": ""</c> means no path (inferred).</summary>
    public bool EmptyPath { get; init; } = true;

    /// <summary>A PATCH whose <c>schemas</c> is missing or names resource schemas (inferred: advised by a service's own staff).</summary>
    public bool AnyPatchSchemas { get; init; } = true;

    /// <summary><c>"Operations": []</c> changes nothing (Entra ID).</summary>
    public bool NoOperations { get; init; } = true;

    /// <summary>Of several values marked primary the first stays so (PingOne).</summary>
    public bool FirstPrimaryWins { get; init; } = true;

    /// <summary>A resource without <c>schemas</c>, or with URNs that the resource type does not know (Google Workspace, OneLogin, Entra ID).</summary>
    public bool AnySchemas { get; init; } = true;

    /// <summary>Unquoted values in filters (documentation of services, Entra ID).</summary>
    public bool BareFilterValues { get; init; } = true;

    /// <summary>A name that the base schema lacks is looked for in the extensions, in filters and paths: <c>manager eq "id"</c> (Entra ID, documentation of services).</summary>
    public bool UnqualifiedNames { get; init; } = true;

    /// <summary>PUT of a group without <c>members</c>, or with null, keeps them; <c>[]</c> clears them (JumpCloud, OneLogin).</summary>
    public bool KeepMembersWhenAbsent { get; init; } = true;

    /// <summary>PUT without <c>active</c>, or with null or an empty text, keeps it: neither lock out nor let back in by silence (OneLogin).</summary>
    public bool KeepActiveWhenAbsent { get; init; } = true;

    /// <summary><c>meta</c> inside the value of a PATCH without path is ignored (inferred: whoever sends along what it read).</summary>
    public bool MetaInPatchValues { get; init; } = true;

    /// <summary><c>add</c> with the path <c>members[value eq "id"]</c> adds that member (OneLogin).</summary>
    public bool MembersInPath { get; init; } = true;

    /// <summary>Read-only parts inside complex PATCH values (<c>$ref</c>, <c>display</c>) are ignored (Entra ID, Okta).</summary>
    public bool ReadOnlyInPatchValues { get; init; } = true;

    /// <summary>
    /// <c>null</c> in POST and PUT is as good as nothing where that makes a difference: it neither suppresses a default, nor takes away whether a user is active (OneLogin).
    /// </summary>
    public bool NullMeansAbsent { get; init; } = true;

    /// <summary>
    /// Text where the standard asks for a format of its own: countries by name, <c>en_US</c> for a locale, time zones as Windows calls them, web addresses without a scheme
    /// (Entra ID and Okta send what their directories hold).
    /// </summary>
    public bool LooseFormats { get; init; } = true;
}
