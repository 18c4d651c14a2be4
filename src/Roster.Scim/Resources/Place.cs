namespace Roster.Scim.Resources;

/// <summary>Where a value stands in what a client sent, for errors: <c>emails[1].type</c>. The text is made when there is one to tell.</summary>
readonly struct Place
{
    Place(string? extension, string attribute, int? element, string? part) => (this.extension, this.attribute, this.element, this.part) = (extension, attribute, element, part);

    readonly string? extension;
    readonly string attribute;
    readonly int? element;
    readonly string? part;

    /// <summary>The value as a whole.</summary>
    public static implicit operator Place(string attribute) => new(null, attribute, null, null);

    /// <summary>The value of an attribute of an extension; of the resource itself where there is none.</summary>
    public static Place In(string? extension, string attribute) => new(extension, attribute, null, null);

    /// <summary>One of its elements.</summary>
    public Place At(int index) => element is null && part is null ? new(extension, attribute, index, null) : new(null, ToString(), index, null);

    /// <summary>One of its parts.</summary>
    public Place Of(string name) => part is null ? new(extension, attribute, element, name) : new(null, ToString(), null, name);

    public override string ToString() => $"{(extension is null ? "" : extension + ":")}{attribute}{(element is { } index ? $"[{index}]" : "")}{(part is null ? "" : "." + part)}";
}
