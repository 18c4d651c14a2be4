using Roster.Server.Options;

namespace Roster.Server.Hosting;

/// <summary>The folder that holds everything, for its owner alone.</summary>
public static class DataFolder
{
    /// <exception cref="OptionsException">It cannot be made.</exception>
    public static string Make(string path)
    {
        try
        {
            var full = Path.GetFullPath(path);
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(full);
            else
                Directory.CreateDirectory(full, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return full;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new OptionsException($"Data: the folder '{path}' cannot be made: {failure.Message}", failure);
        }
    }
}
