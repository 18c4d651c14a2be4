using System.Text.Json.Nodes;
using Roster.Attributes;

namespace Roster.Transfer;

/// <summary>Why a row was not taken over.</summary>
/// <param name="Attribute">The attribute that it is about; empty when it is about the whole row.</param>
/// <param name="Remedy">What to do about it.</param>
sealed record Rejection(string Attribute, string Reason, string Remedy);

/// <summary>What a row of a file says of a resource, in SCIM's terms.</summary>
/// <param name="Assignments">What is to be; null takes an attribute away.</param>
/// <param name="Rejections">What of it makes no sense; then nothing of the row is done.</param>
sealed record MappedRow(long Line, IReadOnlyList<Assignment> Assignments, IReadOnlyList<Rejection> Rejections)
{
    public static MappedRow Of(long Line, IReadOnlyList<Assignment> assignments, IReadOnlyList<Rejection> rejections) => new(Line, assignments, rejections);

    /// <summary>What the row says an attribute is, as text; null when it does not say.</summary>
    public string? Key(ValuePath match) => Assignments.FirstOrDefault(a => a.Path.Text.Equals(match.Text, StringComparison.OrdinalIgnoreCase))?.Value is { } value && Output.CellText.Of(value) is { Length: > 0 } key ? key : null;

    /// <summary>The resource with what the row says of it.</summary>
    public void ApplyTo(JsonObject resource, AttributeTypes types)
    {
        foreach (var (path, value) in Assignments)
            path.Set(resource, value?.DeepClone(), types);
    }
}
