namespace Roster.Storage;

/// <summary>
/// Says that one server runs on a data folder (<c>roster.lock</c>, held open exclusively). Commands that only administer it do not take it.
/// The operating system gives it back when the process ends, however it ends.
/// </summary>
public sealed class DataFolderLock : IDisposable
{
    DataFolderLock(FileStream file) => this.file = file;

    readonly FileStream file;

    /// <summary>Takes the lock, making the folder when it is not there.</summary>
    /// <returns>Null when another process holds it.</returns>
    /// <exception cref="IOException">The folder cannot be made or written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or the lock file may not be written.</exception>
    public static DataFolderLock? TryAcquire(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "roster.lock");
        try
        {
            return new DataFolderLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException held) when (held is not DirectoryNotFoundException and not FileNotFoundException and not PathTooLongException && File.Exists(path))
        {
            return null;
        }
    }

    public void Dispose() => file.Dispose();
}
