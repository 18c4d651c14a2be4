namespace Roster.Scim;

/// <summary>
/// What a surface offers beyond creating, reading, replacing and deleting single resources and listing those of one type. Each can be missing:
/// the vendor's surface has few, and an operator may switch any off.
/// </summary>
[Flags]
public enum Features
{
    None = 0,

    /// <summary>PATCH (RFC 7644 section 3.5.2).</summary>
    Patch = 1,

    /// <summary>The parameter <c>filter</c> (RFC 7644 section 3.4.2.2).</summary>
    Filter = 2,

    /// <summary>The parameters <c>sortBy</c> and <c>sortOrder</c> (RFC 7644 section 3.4.2.3).</summary>
    Sort = 4,

    /// <summary>The parameter <c>cursor</c> (RFC 9865).</summary>
    Cursor = 8,

    /// <summary>Searching by POST to <c>/.search</c> (RFC 7644 section 3.4.3).</summary>
    Search = 16,

    /// <summary>Asking for resources of all types at the base URL (RFC 7644 section 3.4.2.1).</summary>
    AllTypes = 32,

    /// <summary><c>/Bulk</c> (RFC 7644 section 3.7).</summary>
    Bulk = 64,

    /// <summary><c>/Me</c> (RFC 7644 section 3.11).</summary>
    Me = 128,

    /// <summary>A group's members as a list of their own, below the group.</summary>
    MemberPages = 256,
}
