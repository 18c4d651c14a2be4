namespace Roster.Commands;

/// <summary>A command cannot go on. The message is a sentence for the person at the command line that says what to do next.</summary>
/// <param name="exitCode">How the program ends.</param>
sealed class CommandException(string message, int exitCode) : Exception(message)
{
    public int ExitCode => exitCode;
}
