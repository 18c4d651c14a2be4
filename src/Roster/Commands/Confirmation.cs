using Roster.Output;
using Roster.Server.Options;

namespace Roster.Commands;

/// <summary>Asks a person before something is gone.</summary>
static class Confirmation
{
    /// <exception cref="OptionsException">There is nobody to ask, and it was not said beforehand.</exception>
    /// <exception cref="CommandException">The answer is no.</exception>
    public static void Require(bool saidYes, string question)
    {
        if (saidYes)
            return;
        if (Console.IsInputRedirected)
            throw new OptionsException($"{CellText.Shown(question)} There is no terminal to answer on; say --yes if that is meant.");

        Console.Error.Write($"{CellText.Shown(question)} [y/N] ");
        if (Console.ReadLine()?.Trim() is not ("y" or "Y" or "yes"))
            throw new CommandException("Nothing was done.", RosterCommand.Failed);
    }
}
