using System.Text.Json;
using System.Text.Json.Serialization;
using Roster.Server.Options;

namespace Roster.Contexts;

/// <summary>The contexts of one user, which they have signed in to. They are kept in a file that nobody else may read.</summary>
/// <param name="Current">The one that is meant when none is named.</param>
sealed record StoredContexts(string? Current, IReadOnlyDictionary<string, ServerContext> Contexts)
{
    public static StoredContexts None { get; } = new(null, new SortedDictionary<string, ServerContext>(StringComparer.Ordinal));

    public StoredContexts With(string name, ServerContext context) => new(name, new SortedDictionary<string, ServerContext>(Contexts.ToDictionary(), StringComparer.Ordinal) { [name] = context });

    public StoredContexts Without(string name)
    {
        var left = new SortedDictionary<string, ServerContext>(Contexts.ToDictionary(), StringComparer.Ordinal);
        left.Remove(name);
        return new(string.Equals(Current, name, StringComparison.Ordinal) ? null : Current, left);
    }

    /// <exception cref="OptionsException">There is no context of that name.</exception>
    public ServerContext Named(string name) => Contexts.TryGetValue(name, out var context) ? context
        : throw new OptionsException($"There is no context '{name}'{(Contexts.Count == 0 ? "" : $"; there are {string.Join(", ", Contexts.Keys)}")}. 'roster login <address> --name {name}' makes it.");
}

/// <summary>Where <see cref="StoredContexts"/> are: <c>roster/contexts.json</c> in the user's configuration folder, or <c>contexts.json</c> in the folder that <c>ROSTER_CONFIG</c> names.</summary>
sealed class ContextFile(string path)
{
    const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public string Path => path;

    /// <exception cref="OptionsException">The user has no configuration folder.</exception>
    public static ContextFile OfUser()
    {
        if (Environment.GetEnvironmentVariable("ROSTER_CONFIG") is { Length: > 0 } folder)
            return new(System.IO.Path.Combine(System.IO.Path.GetFullPath(folder), "contexts.json"));
        return Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } settings
            ? new(System.IO.Path.Combine(settings, "roster", "contexts.json"))
            : throw new OptionsException("There is no configuration folder, since HOME is not set. Set ROSTER_CONFIG to a folder, or name the server by ROSTER_URL.");
    }

    /// <exception cref="OptionsException">It cannot be used, or others can read it.</exception>
    public StoredContexts Read()
    {
        if (!File.Exists(path))
            return StoredContexts.None;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~Owner) != UnixFileMode.None)
            throw new OptionsException($"'{path}' has secrets in it and is open to others. Close it: chmod 600 '{path}'.");

        try
        {
            return JsonSerializer.Deserialize<StoredContexts>(File.ReadAllBytes(path), Json) is { Contexts: not null } stored ? stored : StoredContexts.None;
        }
        catch (JsonException bad)
        {
            throw new OptionsException($"'{path}' is not what 'roster login' writes (line {bad.LineNumber + 1}). Repair it, or remove it and sign in again.", bad);
        }
    }

    /// <summary>Writes the whole file beside the old one and puts it in its place, so that it is never half there and never open to others.</summary>
    public void Write(StoredContexts contexts)
    {
        var folder = System.IO.Path.GetDirectoryName(path)!;
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, Owner | UnixFileMode.UserExecute);

        var fresh = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = Owner;
        using (var file = new FileStream(fresh, options))
            JsonSerializer.Serialize(file, contexts, Json);
        File.Move(fresh, path, overwrite: true);
    }
}
