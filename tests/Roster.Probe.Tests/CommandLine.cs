using Roster.Testing;

namespace Roster.Probe.Tests;

/// <summary><c>roster probe</c> as a process of its own, in a folder of its own, which also has the contexts.</summary>
static class CommandLine
{
    public static async Task<Run> RunAsync(string folder, string[] arguments, string input = "", params (string Name, string Value)[] environment)
    {
        using var command = Start(folder, arguments, input, environment);
        return await command.EndedAsync();
    }

    public static RunningCommand Start(string folder, string[] arguments, string input = "", params (string Name, string Value)[] environment) =>
        RunningCommand.Start(folder, ["probe", .. arguments], input, environment.Select(one => KeyValuePair.Create(one.Name, one.Value)));

    /// <summary>Signs in to a server, so that other commands go there.</summary>
    public static async Task<Run> LogInAsync(string folder, string address, string token)
    {
        using var command = RunningCommand.Start(folder, ["login", address, "--token-stdin"], token + "\n");
        return await command.EndedAsync();
    }
}
