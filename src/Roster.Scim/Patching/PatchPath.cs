using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Roster.Scim.Filters;
using Roster.Scim.Messages;
using Roster.Scim.Schemas;

namespace Roster.Scim.Patching;

/// <summary>
/// Where a PATCH operation applies (RFC 7644 section 3.5.2): an attribute, a sub-attribute, those values of a multi-valued attribute
/// that a condition selects, or one part of each of them; or a whole extension.
/// </summary>
public sealed record PatchPath
{
    PatchPath(string text) => Text = text;

    /// <summary>The path as the client wrote it.</summary>
    public string Text { get; }

    /// <summary>Set, and alone, when the path is an extension's URN.</summary>
    public SchemaExtension? Extension { get; private init; }

    /// <summary>The attribute, with the sub-attribute when the path names one.</summary>
    public AttributePath? Target { get; private init; }

    /// <summary>Selects among the target's values; null when the path has no brackets. For <see cref="PredicateEvaluator.MatchesElement"/>.</summary>
    public Predicate? Condition { get; private init; }

    /// <summary>
    /// The value that the condition describes, when it is an <c>eq</c> or an <c>and</c> of them: what a value made for it must contain.
    /// For a simple multi-valued attribute there is one pair, of the attribute itself. Null when the condition describes no single value.
    /// </summary>
    public ImmutableArray<(AttributeDefinition Sub, JsonNode Value)>? Implied { get; private init; }

    /// <exception cref="ScimException"><c>invalidPath</c>, or <c>invalidFilter</c> when the fault lies between the brackets.</exception>
    public static PatchPath Parse(string text, ResourceType type, Tolerances tolerances)
    {
        if (text.Length > FilterLimits.Path.Length)
            throw ScimError.InvalidPath($"The path has {text.Length} characters; at most {FilterLimits.Path.Length} are allowed.").ToException();

        var open = text.IndexOf('[', StringComparison.Ordinal);
        var name = open < 0 ? text : text[..open];
        if (name.Length == 0)
            throw ScimError.InvalidPath("The path names no attribute.").ToException();

        return new PathResolver(type, tolerances).Resolve(name) switch
        {
            PathResolution.Found(var path) when open < 0 => new PatchPath(text) { Target = path },
            PathResolution.Found(var path) => ParseSelection(text, open, path, type, tolerances),
            PathResolution.WholeExtension(var extension) when open < 0 => new PatchPath(text) { Extension = extension },
            PathResolution.Unknown(var reason) => throw Invalid(text, reason),
            _ => throw Invalid(text, "a schema takes no brackets"),
        };
    }

    /// <summary>As <see cref="Parse"/>, but null when the path names an attribute that the type does not have.</summary>
    internal static PatchPath? TryParse(string text, ResourceType type, Tolerances tolerances)
    {
        var open = text.IndexOf('[', StringComparison.Ordinal);
        return new PathResolver(type, tolerances).Resolve(open < 0 ? text : text[..open]) is PathResolution.Unknown ? null : Parse(text, type, tolerances);
    }

    static PatchPath ParseSelection(string text, int open, AttributePath path, ResourceType type, Tolerances tolerances)
    {
        if (path.Sub is not null || !path.Attribute.MultiValued)
            throw Invalid(text, $"'{path}' is not multi-valued and takes no brackets (position {open + 1})");

        var close = ClosingBracket(text, open);
        if (close < 0)
            throw Invalid(text, $"the bracket at position {open + 1} is not closed");

        var target = path;
        if (close + 1 < text.Length)
        {
            if (text[close + 1] != '.')
                throw Invalid(text, $"at position {close + 2} '{ScimError.Quote(text[(close + 1)..])}' stands where only '.' and a sub-attribute may follow");

            var sub = text[(close + 2)..];
            target = path.With(path.Attribute.Sub(sub) ?? throw Invalid(text, $"'{path}' has no sub-attribute '{ScimError.Quote(sub)}' (position {close + 3})"));
        }

        var condition = FilterParser.ParseCondition(text, open + 1, close, FilterLimits.Path, tolerances);
        return new PatchPath(text)
        {
            Target = target,
            Condition = new FilterBinder(type, tolerances, ImmutableDictionary<string, string>.Empty).BindCondition(condition, path),
            Implied = Describe(condition, path.Attribute, tolerances),
        };
    }

    // Strings may contain brackets; nothing else in a condition may.
    static int ClosingBracket(string text, int open)
    {
        var quoted = false;
        for (var i = open + 1; i < text.Length; i++)
        {
            if (quoted && text[i] == '\\')
                i++;
            else if (text[i] == '"')
                quoted = !quoted;
            else if (!quoted && text[i] == ']')
                return i;
        }

        return -1;
    }

    static ImmutableArray<(AttributeDefinition Sub, JsonNode Value)>? Describe(Filter condition, AttributeDefinition attribute, Tolerances tolerances)
    {
        var pairs = ImmutableArray.CreateBuilder<(AttributeDefinition Sub, JsonNode Value)>();
        return Collect(condition) && pairs.Count > 0 ? pairs.ToImmutable() : null;

        bool Collect(Filter filter)
        {
            switch (filter)
            {
                case Filter.And(var left, var right):
                    return Collect(left) && Collect(right);
                case Filter.Compare { Operator: Comparison.Eq, Literal: FilterLiteral.Null }:
                    return true; // The value made for it lacks that part, as it should.
                case Filter.Compare { Operator: Comparison.Eq } equal:
                    var sub = attribute.Sub(equal.Name) ?? attribute;
                    if (FilterValue.Json(equal.Literal, sub, tolerances) is not { } value)
                        return false;
                    foreach (var pair in pairs)
                    {
                        // Two values for one part: no value is both, unless they are the same.
                        if (ReferenceEquals(pair.Sub, sub))
                            return JsonNode.DeepEquals(pair.Value, value);
                    }

                    pairs.Add((sub, value));
                    return true;
                default:
                    return false;
            }
        }
    }

    static ScimException Invalid(string text, string reason) => ScimError.InvalidPath($"Path '{ScimError.Quote(text)}': {reason}.").ToException();

    public override string ToString() => Text;
}
