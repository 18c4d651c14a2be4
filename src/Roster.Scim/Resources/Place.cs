namespace Roster.Scim.Resources;

/// <summary>Where a value stands in what a client sent, for errors: <c>emails[1].type</c>. The text is made when there is one to tell.</summary>
readonly struct Place
{
    Place(string attribute, int? element, string? part) => (this.attribute, this.element, this.part) = (attribute, element, part);

    readonly string attribute;
    readonly int? element;
    readonly string? part;

    /// <summary>The value as a whole.</summary>
    public static implicit operator Place(string attribute) => new(attribute, null, null);

    /// <summary>One of its elements.</summary>
    public Place At(int index) => element is null && part is null ? new(attribute, index, null) : new(ToString(), index, null);

    /// <summary>One of its parts.</summary>
    public Place Of(string name) => part is null ? new(attribute, element, name) : new(ToString(), null, name);

    public override string ToString() => $"{attribute}{(element is { } index ? $"[{index}]" : "")}{(part is null ? "" : "." + part)}";
}
