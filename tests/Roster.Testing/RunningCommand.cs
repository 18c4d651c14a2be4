using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Roster.Testing;

/// <summary>What a run of the executable came to.</summary>
public sealed record Run(int Code, string Output, string Errors)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public JsonNode Json => JsonNode.Parse(Output)!;
}

/// <summary>The executable that lies beside the tests, as a process of its own.</summary>
public sealed class RunningCommand : IDisposable
{
    readonly Process _process;
    readonly Task<string> _output;
    readonly Task<string> _errors;

    RunningCommand(Process process)
    {
        _process = process;
        (_output, _errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
    }

    /// <param name="folder">Where it works; below it, <c>settings</c> has its contexts.</param>
    /// <param name="input">What is on standard input.</param>
    /// <param name="environment">Beside that of the tests, less whatever is Roster's.</param>
    public static RunningCommand Start(string folder, IEnumerable<string> arguments, string input = "", IEnumerable<KeyValuePair<string, string>>? environment = null)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "roster.dll"), .. arguments])
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder,
        };
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("ROSTER_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment["ROSTER_CONFIG"] = SettingsOf(folder);
        foreach (var (name, value) in environment ?? [])
            start.Environment[name] = value;

        var command = new RunningCommand(Process.Start(start)!);
        command._process.StandardInput.Write(input);
        command._process.StandardInput.Close();
        return command;
    }

    public static string SettingsOf(string folder) => Path.Combine(folder, "settings");

    public bool HasEnded => _process.HasExited;

    public async Task<Run> EndedAsync()
    {
        await _process.WaitForExitAsync();
        return new(_process.ExitCode, await _output, await _errors);
    }

    /// <summary>Waits for something that happens while the command runs.</summary>
    public async Task UntilAsync(Func<Task<bool>> happened)
    {
        while (!await happened())
        {
            if (HasEnded)
                throw new InvalidOperationException($"The command ended with {_process.ExitCode} before: {await _errors}");
            await Task.Delay(1);
        }
    }

    /// <summary>SIGKILL: no handler runs.</summary>
    public void Kill() => _process.Kill();

    /// <summary>SIGINT, as a terminal's Ctrl-C sends it.</summary>
    public void Interrupt()
    {
        using var kill = Process.Start("kill", ["-INT", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public void Dispose() => _process.Dispose();
}
