using Roster.Scim.Schemas;

namespace Roster.Storage;

/// <summary>Where the values of a path are indexed.</summary>
abstract record Place
{
    private Place() { }

    /// <param name="Nullable">Whether the attribute may be unassigned.</param>
    /// <param name="FoldsMore">The column is folded although the attribute compares exactly, so it finds too much.</param>
    /// <param name="Tells">Whether its values tell resources of a type from one another.</param>
    public sealed record Column(string Name, bool Nullable, bool FoldsMore = false, bool Tells = true) : Place;

    public sealed record Values(long Path) : Place;

    /// <summary>Rows of <c>member</c>, seen from the column <paramref name="Self"/>.</summary>
    public sealed record Links(string Self, string Other) : Place;

    public static Place? Of(AttributePath path, IndexedType type)
    {
        if (path.Extension is null)
        {
            var attribute = path.Attribute;
            switch (attribute.Name, path.Sub?.Name)
            {
                case ("id", null):
                    return new Column("r.id", Nullable: false);
                case ("meta", "created"):
                    return new Column("r.created", Nullable: false);
                case ("meta", "lastModified"):
                    return new Column("r.modified", Nullable: false);
                case ("meta", "resourceType"):
                    return new Column("r.type", Nullable: false, Tells: false);
            }

            if (path.Sub is null)
            {
                if (attribute.Name == type.Unique?.Name)
                    return new Column("r.unique_value", Nullable: true, attribute.ComparesExactly);
                if (attribute.Name == type.DisplayName?.Name)
                    return new Column("r.display_name", Nullable: true);
                if (attribute.Name == type.ExternalId?.Name)
                    return new Column("r.external_id", Nullable: true);
                if (attribute.Name == type.Active?.Name)
                    return new Column("r.active", Nullable: true);
            }

            if (path.Sub is null or { Name: "value" })
            {
                if (attribute.Name == type.Type.MembersAttribute)
                    return new Links("group_row", "member_row");
                if (attribute.Name == type.Type.MembershipsAttribute)
                    return new Links("member_row", "group_row");
            }
        }

        return type.Indexed(path) is { } id ? new Values(id) : null;
    }

    /// <summary>The column of <c>resource_value</c> that values of the path compare by.</summary>
    public static string Field(AttributePath path) => path.Leaf.Type switch
    {
        AttributeType.Boolean or AttributeType.Integer or AttributeType.Decimal => "number",
        AttributeType.DateTime => "instant",
        _ => "text",
    };
}
