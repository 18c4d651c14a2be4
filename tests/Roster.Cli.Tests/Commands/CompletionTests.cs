using System.Diagnostics;
using System.Runtime.Versioning;

namespace Roster.Cli.Tests.Commands;

/// <summary>What a shell offers after some letters of a line.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class CompletionTests(CommandLine roster)
{
    [Theory]
    [InlineData("roster us", "users")]
    [InlineData("roster users dea", "deactivate")]
    [InlineData("roster users list --output ", "csv json jsonl table")]
    [InlineData("roster users list --excl", "--excluded-attributes")]
    [InlineData("roster context use st", "standard")]
    [InlineData("roster completion z", "zsh")]
    public async Task Bash_completes_commands_options_and_contexts(string line, string expected)
    {
        using var person = await roster.OperatorAsync();
        var bin = Directory.CreateDirectory(Path.Combine(person.Folder, "bin")).FullName;
        var program = Path.Combine(bin, "roster");
        File.WriteAllText(program, $"#!/bin/sh\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "roster.dll")}' \"$@\"\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var script = (await person.DoAsync("completion", "bash")).Output;

        // What bash itself sets before it calls the function that `complete` has named.
        var start = new ProcessStartInfo("bash", ["-c", script + """
            [ "$(complete -p roster)" = "complete -o default -F _roster roster" ] || exit 1
            COMP_LINE=$1 COMP_POINT=${#1}
            read -ra COMP_WORDS <<< "$1"
            case $1 in *' ') COMP_WORDS+=('') ;; esac
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _roster
            echo "${COMPREPLY[*]}"
            """, "bash", line])
        { UseShellExecute = false, RedirectStandardOutput = true };
        start.Environment["PATH"] = $"{bin}:{start.Environment["PATH"]}";
        start.Environment["ROSTER_CONFIG"] = person.Settings;
        using var bash = Process.Start(start)!;
        var offered = await bash.StandardOutput.ReadToEndAsync();
        await bash.WaitForExitAsync();

        Assert.Equal((0, expected), (bash.ExitCode, offered.Trim()));
    }

    [Theory]
    [InlineData("zsh", "compdef _roster roster")]
    [InlineData("fish", "complete -c roster")]
    [InlineData("pwsh", "Register-ArgumentCompleter")]
    public async Task Other_shells_have_scripts_of_their_own(string shell, string line)
    {
        using var person = CommandLine.Nobody();

        Assert.Contains(line, (await person.DoAsync("completion", shell)).Output, StringComparison.Ordinal);
        Assert.Equal(2, (await person.RunAsync("completion", "tcsh")).Code);
    }
}
