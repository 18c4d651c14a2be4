using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Roster.Client;

/// <summary>A filter (RFC 7644 section 3.4.2.2), built of parts that stay what they are: a value is always a literal and a name always a name.</summary>
public sealed class ScimFilter
{
    readonly string text;
    readonly Binding binding;
    readonly bool fitsElement;

    ScimFilter(string text, Binding binding, bool fitsElement) => (this.text, this.binding, this.fitsElement) = (text, binding, fitsElement);

    /// <summary>The attribute has this value.</summary>
    public static ScimFilter Equal(ScimPath attribute, ScimLiteral value) => Compare(attribute, "eq", value);

    /// <summary>The attribute has another value, or none.</summary>
    public static ScimFilter NotEqual(ScimPath attribute, ScimLiteral value) => Compare(attribute, "ne", value);

    /// <summary>The value has this text in it.</summary>
    public static ScimFilter Contains(ScimPath attribute, string value) => Compare(attribute, "co", value);

    /// <summary>The value begins with this text.</summary>
    public static ScimFilter StartsWith(ScimPath attribute, string value) => Compare(attribute, "sw", value);

    /// <summary>The value ends with this text.</summary>
    public static ScimFilter EndsWith(ScimPath attribute, string value) => Compare(attribute, "ew", value);

    /// <summary>The value is more, or later.</summary>
    public static ScimFilter Greater(ScimPath attribute, ScimLiteral value) => Compare(attribute, "gt", value);

    /// <summary>The value is this or more.</summary>
    public static ScimFilter GreaterOrEqual(ScimPath attribute, ScimLiteral value) => Compare(attribute, "ge", value);

    /// <summary>The value is less, or earlier.</summary>
    public static ScimFilter Less(ScimPath attribute, ScimLiteral value) => Compare(attribute, "lt", value);

    /// <summary>The value is this or less.</summary>
    public static ScimFilter LessOrEqual(ScimPath attribute, ScimLiteral value) => Compare(attribute, "le", value);

    /// <summary>The attribute has a value.</summary>
    public static ScimFilter Present(ScimPath attribute) => new($"{Attribute(attribute)} pr", Binding.Single, attribute.IsPlainName);

    /// <summary>One element of the attribute meets the whole condition: <c>emails[type eq "work" and value co "@example.org"]</c>.</summary>
    public static ScimFilter Any(ScimPath attribute, ScimFilter element)
    {
        ArgumentNullException.ThrowIfNull(attribute);
        return new(attribute.Where(element).ToString(), Binding.Single, fitsElement: false);
    }

    /// <summary>Both hold.</summary>
    public ScimFilter And(ScimFilter other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new($"{InAnd} and {other.InAnd}", Binding.And, fitsElement && other.fitsElement);
    }

    /// <summary>One of the two holds, or both.</summary>
    public ScimFilter Or(ScimFilter other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new($"{text} or {other.text}", Binding.Or, fitsElement && other.fitsElement);
    }

    /// <summary>It does not hold.</summary>
    public ScimFilter Not() => new($"not ({text})", Binding.Single, fitsElement);

    /// <summary>The filter as the standard writes it.</summary>
    public override string ToString() => text;

    /// <summary>The filter as the standard writes it, for methods that take a text.</summary>
    public static implicit operator string?(ScimFilter? filter) => filter?.text;

    /// <summary>Inside of brackets there are neither schemas nor parts nor further brackets.</summary>
    internal bool FitsElement => fitsElement;

    // 'and' binds closer than 'or'.
    string InAnd => binding == Binding.Or ? $"({text})" : text;

    static ScimFilter Compare(ScimPath attribute, string comparison, ScimLiteral value) =>
        new($"{Attribute(attribute)} {comparison} {value}", Binding.Single, attribute.IsPlainName);

    static ScimPath Attribute(ScimPath attribute)
    {
        ArgumentNullException.ThrowIfNull(attribute);
        return attribute.HasCondition
            ? throw new ArgumentException($"'{attribute}' has a condition, which a comparison cannot have: use {nameof(Any)} for all that one element shall meet.", nameof(attribute))
            : attribute;
    }

    enum Binding
    {
        Or,
        And,
        Single,
    }
}

/// <summary>A value in a filter. Texts, numbers, truth values and times turn into one by themselves.</summary>
public readonly struct ScimLiteral
{
    readonly string? text;

    ScimLiteral(string text) => this.text = text;

    /// <summary>A text, or null.</summary>
    public static implicit operator ScimLiteral(string? value) => value is null ? default : new($"\"{Escape(value)}\"");

    /// <summary>True or false.</summary>
    public static implicit operator ScimLiteral(bool value) => new(value ? "true" : "false");

    /// <summary>A whole number.</summary>
    public static implicit operator ScimLiteral(long value) => new(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A number.</summary>
    public static implicit operator ScimLiteral(decimal value) => new(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A time, which is sent as UTC.</summary>
    public static implicit operator ScimLiteral(DateTimeOffset value) => new($"\"{value.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}\"");

    /// <summary>The value as it stands in a filter.</summary>
    public override string ToString() => text ?? "null";

    // As in JSON, but letters stay letters: not every server undoes \u0041.
    static string Escape(string value) => JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();
}
