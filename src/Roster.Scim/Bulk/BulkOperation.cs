using System.Text.Json;
using System.Text.Json.Nodes;
using Roster.Scim.Messages;
using Roster.Scim.Resources;
using Roster.Scim.Schemas;

namespace Roster.Scim.Bulk;

/// <summary>One operation of a bulk job (RFC 7644 section 3.7). What is wrong with it is its own failure and not the job's.</summary>
public sealed record BulkOperation
{
    /// <summary>In capitals; as sent when it is none that bulk has.</summary>
    public required string Method { get; init; }

    /// <summary>The name by which other operations refer to what a POST creates; null when none was sent.</summary>
    public string? BulkId { get; init; }

    public Verb Verb { get; init; }

    /// <summary>What the path names; null when it names nothing.</summary>
    public ResourceType? Type { get; init; }

    /// <summary>The id in the path, be it a reference to a bulkId; null for a POST.</summary>
    public string? Id { get; init; }

    /// <summary>The resource or PATCH message, an object; <see cref="JsonValueKind.Undefined"/> for a DELETE.</summary>
    public JsonElement Data { get; init; }

    /// <summary><see cref="Data"/> as a tree of the caller's own, where it must be changed.</summary>
    internal JsonObject Tree() => JsonBody.Tree(Data);

    public WriteCondition Condition { get; init; } = WriteCondition.None;

    /// <summary>What keeps the operation from being tried.</summary>
    public ScimError? Fault { get; init; }

    /// <summary>Whether it creates what others may refer to.</summary>
    public bool Creates => Verb == Verb.Create && Fault is null;

    /// <param name="index">Its place in the job, for errors.</param>
    internal static BulkOperation Parse(JsonElement members, int index, ScimProfile profile, Caller caller)
    {
        var place = $"Operations[{index}]";
        if (members.ValueKind != JsonValueKind.Object)
            return new BulkOperation { Method = "", Fault = ScimError.InvalidSyntax($"'{place}' must be an object.") };

        var method = members.Member("method").Text() ?? "";
        var operation = new BulkOperation { Method = ScimError.Quote(method.ToUpperInvariant()), BulkId = members.Member("bulkId").Text() };
        try
        {
            return Read(operation, members, place, profile, caller);
        }
        catch (ScimException refused)
        {
            return operation with { Fault = refused.Error };
        }
    }

    static BulkOperation Read(BulkOperation operation, JsonElement members, string place, ScimProfile profile, Caller caller)
    {
        var verb = operation.Method switch
        {
            "POST" => Verb.Create,
            "PUT" => Verb.Replace,
            "PATCH" when !profile.Has(Features.Patch) => throw new ScimError(501, null, "PATCH (RFC 7644 section 3.5.2) is not supported here.").ToException(),
            "PATCH" => Verb.Patch,
            "DELETE" => Verb.Delete,
            _ => throw ScimError.InvalidSyntax($"'{place}.method' must be POST, PUT, PATCH or DELETE.").ToException(),
        };
        if (!members.Member("bulkId").IsNothing() && operation.BulkId is not { Length: > 0 })
            throw ScimError.InvalidSyntax($"'{place}.bulkId' must be a string that is not empty.").ToException();
        if (verb == Verb.Create && operation.BulkId is null)
            throw ScimError.InvalidSyntax($"'{place}' needs 'bulkId', as every POST of a bulk job does.").ToException();

        var path = members.Member("path").Text() ?? throw ScimError.InvalidPath($"'{place}' needs 'path', such as /Users.").ToException();
        var target = BulkPath.Parse(path, verb, place, profile, caller);
        operation = operation with { Verb = verb, Type = target.Type, Id = target.Id };
        if (verb != Verb.Create && members.Member("version") is var version && !version.IsNothing())
            operation = operation with { Condition = Version(version, place) };
        if (verb != Verb.Delete)
            operation = operation with { Data = members.Member("data") is { ValueKind: JsonValueKind.Object } data ? data : throw ScimError.InvalidSyntax($"'{place}' needs 'data', an object.").ToException() };

        // What the path names stays known, for the location of what failed.
        return operation.Id is null && verb != Verb.Create ? operation with { Fault = ScimError.NoSelf() } : operation;
    }

    static WriteCondition Version(JsonElement version, string place) =>
        EntityTagCondition.Parse(version.Text()) is { } tag
            ? new WriteCondition(tag, null)
            : throw ScimError.InvalidSyntax($"'{place}.version' must be the version of the resource, as 'meta.version' has it.").ToException();
}
