using Spectre.Console;

namespace Roster.Output;

/// <summary>What a command can expect of whoever reads it.</summary>
static class Screen
{
    /// <summary>Standard output is looked at by a person.</summary>
    public static bool IsTerminal => !Console.IsOutputRedirected;

    /// <summary>Standard error is looked at by a person, so progress may be drawn there.</summary>
    public static bool ShowsProgress => !Console.IsErrorRedirected;

    static bool HasColour => string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    public static IAnsiConsole Output() => Create(Console.Out, IsTerminal);

    public static IAnsiConsole Errors() => Create(Console.Error, ShowsProgress);

    static IAnsiConsole Create(TextWriter writer, bool isTerminal) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
        ColorSystem = isTerminal && HasColour ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        Out = new AnsiConsoleOutput(writer),
    });
}
