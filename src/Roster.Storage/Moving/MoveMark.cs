using System.Globalization;

namespace Roster.Storage.Moving;

/// <summary>
/// How a database says that a move is filling it, or was ended while it did: <c>administration.maintenance</c> is less than 0. The source's own row, which is
/// written when all the rest was found equal, takes the mark away.
/// </summary>
static class MoveMark
{
    const string FindSql = "SELECT maintenance FROM administration WHERE id = 1";

    const string SetSql = "UPDATE administration SET maintenance = -1 WHERE id = 1";

    public static bool IsSet(StoreConnection on) => Convert.ToInt64(on[FindSql].Scalar(), CultureInfo.InvariantCulture) < 0;

    public static void Set(StoreConnection on) => on[SetSql].Run();

    public static StorageException NotWhole() =>
        new("The data is not whole: 'roster move' was filling it and did not end. Run the move again, which begins afresh, or use the data that it came from.");
}
