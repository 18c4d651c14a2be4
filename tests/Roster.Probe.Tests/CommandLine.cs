using System.Diagnostics;
using System.Globalization;

namespace Roster.Probe.Tests;

/// <summary>What a run of the executable ended with.</summary>
sealed record Ended(int ExitCode, string Output, string Errors);

/// <summary><c>roster probe</c> as a process of its own, in a folder of its own, which also has the contexts.</summary>
sealed class CommandLine : IDisposable
{
    readonly Process process;

    CommandLine(Process process) => this.process = process;

    public static async Task<Ended> RunAsync(string folder, string[] arguments, string? input = null, params (string Name, string Value)[] environment)
    {
        using var command = Start(folder, arguments, input, environment);
        return await command.EndedAsync();
    }

    public static CommandLine Start(string folder, string[] arguments, string? input = null, params (string Name, string Value)[] environment) =>
        StartAny(folder, ["probe", .. arguments], input, environment);

    /// <summary>Signs in to a server, so that other commands go there.</summary>
    public static async Task<Ended> LogInAsync(string folder, string address, string token)
    {
        using var command = StartAny(folder, ["login", address, "--token-stdin"], token + "\n");
        return await command.EndedAsync();
    }

    static CommandLine StartAny(string folder, string[] arguments, string? input, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "roster.dll"), .. arguments])
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder,
        };
        start.Environment["ROSTER_CONFIG"] = Path.Combine(folder, "settings");
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var command = new CommandLine(Process.Start(start)!);
        command.process.StandardInput.Write(input ?? "");
        command.process.StandardInput.Close();
        return command;
    }

    public async Task<Ended> EndedAsync()
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new(process.ExitCode, await output, await errors);
    }

    /// <summary>Waits for something that happens while the command runs.</summary>
    public async Task UntilAsync(Func<Task<bool>> happened)
    {
        while (!await happened())
        {
            if (process.HasExited)
                throw new InvalidOperationException($"The command ended with {process.ExitCode} before: {await process.StandardError.ReadToEndAsync()}");
            await Task.Delay(1);
        }
    }

    /// <summary>SIGKILL: no handler runs.</summary>
    public void Kill() => process.Kill();

    /// <summary>SIGINT, as a terminal's Ctrl-C sends it.</summary>
    public void Interrupt()
    {
        using var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public void Dispose() => process.Dispose();
}
