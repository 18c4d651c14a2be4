using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Roster.Scim.Messages;
using Roster.Scim.Resources;
using Roster.Scim.Schemas;

namespace Roster.Scim.Patching;

/// <summary>One operation with its path resolved; operations without a path have been taken apart into one per attribute.</summary>
/// <param name="FromObject">Whether the attribute was a member of a value without path, where a read-only one that is unchanged may stand.</param>
/// <param name="Place">Where it stands, for errors: <c>Operations[2]</c>.</param>
sealed record BoundOperation(PatchVerb Verb, PatchPath Path, JsonElement Value, bool FromObject, string Place);

/// <summary>What a patched resource becomes.</summary>
/// <param name="Attributes">The attributes as they shall be.</param>
/// <param name="Password">The new password in clear, or null.</param>
public sealed record PatchResult(JsonObject Attributes, MembersChange Members, string? Password);

/// <summary>A PATCH bound to a resource type: names resolved, ready to be applied to any resource of it.</summary>
public sealed class BoundPatch
{
    BoundPatch(ImmutableArray<BoundOperation> operations, ResourceType type, ScimProfile profile) =>
        (this.operations, this.type, this.profile) = (operations, type, profile);

    readonly ImmutableArray<BoundOperation> operations;
    readonly ResourceType type;
    readonly ScimProfile profile;

    /// <exception cref="ScimException">A path, or a name inside a value, does not fit the resource type.</exception>
    public static BoundPatch Bind(PatchRequest request, ResourceType type, ScimProfile profile)
    {
        var bound = ImmutableArray.CreateBuilder<BoundOperation>(request.Operations.Length);
        for (var i = 0; i < request.Operations.Length; i++)
            new Binder(type, profile, $"Operations[{i}]", bound).Bind(request.Operations[i]);

        if (bound.Count > profile.WriteLimits.Operations)
            throw ScimError.TooLarge($"The request changes {bound.Count} attributes; at most {profile.WriteLimits.Operations} are allowed.").ToException();
        return new BoundPatch(bound.DrainToImmutable(), type, profile);
    }

    /// <summary>What must be loaded to apply it. Adding and removing members by id needs nothing, however large the group.</summary>
    public Load Needs =>
        (operations.Any(o => IsMembers(o.Path) && MemberEdits.NeedMembers(o)) ? Load.Members : Load.Document)
        | (operations.Any(o => o.FromObject && o.Path.Target is { Extension: null } target && target.Attribute.Name == type.MembershipsAttribute) ? Load.Memberships : Load.Document);

    /// <summary>Applies all operations, in order, to a copy. Pure: it throws, or it returns what the resource becomes.</summary>
    /// <param name="attributes">The attributes as the caller is shown them; not changed.</param>
    /// <param name="members">The members, where <see cref="Needs"/> asks for them or they are at hand; else default.</param>
    /// <param name="memberships">The memberships, likewise.</param>
    /// <exception cref="ScimException">An operation cannot be applied; then none is.</exception>
    public PatchResult Apply(JsonObject attributes, ImmutableArray<Member> members, ImmutableArray<Member> memberships, string id)
    {
        var edits = new MemberEdits(type, profile, members);
        var editor = new AttributeEditor(type, profile, attributes.DeepClone().AsObject(), memberships, id);
        foreach (var operation in operations)
        {
            if (IsMembers(operation.Path))
                edits.Apply(operation);
            else
                editor.Apply(operation);
        }

        return new PatchResult(editor.Finish(), edits.Change(), editor.Password);
    }

    bool IsMembers(PatchPath path) => type.MembersAttribute is { } members && path.Target is { Extension: null } target && target.Attribute.Name == members;

    /// <summary>Takes one operation apart.</summary>
    sealed class Binder(ResourceType type, ScimProfile profile, string place, ImmutableArray<BoundOperation>.Builder operations)
    {
        readonly ValueReader values = new(profile, patching: true);

        public void Bind(PatchOperation operation)
        {
            var path = operation.Path is { } text ? PatchPath.Parse(text, type, profile.Tolerances) : null;
            if (operation.Verb != PatchVerb.Remove && operation.Value.ValueKind == JsonValueKind.Undefined && !NamesMemberToAdd(operation, path))
                throw ScimError.InvalidValue($"'{place}' needs 'value'.").ToException();

            if (path is not null)
                BindPath(operation, path);
            else if (operation.Verb == PatchVerb.Remove)
                throw ScimError.NoTarget($"'{place}' needs 'path': a remove must say what to remove.").ToException();
            else
                BindObject(operation, null);
        }

        // OneLogin adds a member by its path alone: members[value eq "id"].
        bool NamesMemberToAdd(PatchOperation operation, PatchPath? path) =>
            profile.Tolerances.MembersInPath && operation.Verb == PatchVerb.Add && path is { Implied: not null, Target.Extension: null } && path.Target.Attribute.Name == type.MembersAttribute;

        void BindPath(PatchOperation operation, PatchPath path)
        {
            if (path.Extension is { } extension && operation.Verb != PatchVerb.Remove)
                BindExtension(operation, extension);
            else
                Add(operation, path, fromObject: false);
        }

        // RFC 7644 3.5.2.1 and 3.5.2.3: without a path the value is an object of attributes, each an operation of its own.
        void BindObject(PatchOperation operation, SchemaExtension? extension)
        {
            if (operation.Value.ValueKind != JsonValueKind.Object)
                throw ScimError.InvalidValue($"'{place}.value' must be an object with the attributes to {operation.Verb.ToString().ToLowerInvariant()}.").ToException();

            foreach (var member in operation.Value.EnumerateObject())
                BindMember(operation with { Value = member.Value }, extension, member.NameOf());
        }

        void BindMember(PatchOperation operation, SchemaExtension? extension, string name)
        {
            if (extension is null && IsName(name, "schemas"))
                CheckSchemas(operation.Value);
            else if (extension is null && IsName(name, "meta") && profile.Tolerances.MetaInPatchValues)
                return;
            else if (extension is null && type.Extension(name) is { } nested)
                BindExtension(operation, nested);
            else if (PatchPath.TryParse(extension is null ? name : $"{extension.Schema.Id}:{name}", type, profile.Tolerances) is { } path)
                Add(operation, path, fromObject: true);
            else if (!profile.Tolerances.UnknownInPatchValues)
                throw ScimError.InvalidSyntax($"'{place}.value' has '{ScimError.Quote(name)}', which is not an attribute of {type.Name}.").ToException();
        }

        void BindExtension(PatchOperation operation, SchemaExtension extension)
        {
            if (!values.IsUnassigned(operation.Value))
                BindObject(operation, extension);
            else if (operation.Verb == PatchVerb.Replace)
                Add(operation with { Verb = PatchVerb.Remove }, PatchPath.Parse(extension.Schema.Id, type, profile.Tolerances), fromObject: true);
        }

        void CheckSchemas(JsonElement schemas)
        {
            if (!profile.Tolerances.AnySchemas)
                ResourceReader.RequireKnown(ResourceReader.SchemaUrns(schemas) ?? throw ScimError.InvalidValue($"'{place}.value.schemas' must be an array of URNs.").ToException(), type);
        }

        void Add(PatchOperation operation, PatchPath path, bool fromObject) =>
            operations.Add(new BoundOperation(operation.Verb, path, operation.Value, fromObject, place));

        static bool IsName(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
    }
}
