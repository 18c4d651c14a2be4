using System.CommandLine;

namespace Roster.Commands;

/// <summary><c>roster completion</c>: the script by which a shell asks this program how a line can go on.</summary>
static class CompletionCommand
{
    // [suggest:N] "line" prints what can stand at position N of the line, one on each line.
    static readonly Dictionary<string, string> Scripts = new(StringComparer.Ordinal)
    {
        ["bash"] = """
            # Completion of roster for bash:  source <(roster completion bash)
            _roster() {
                local line=${COMP_LINE:0:COMP_POINT} word=${COMP_WORDS[COMP_CWORD]} IFS=$'\n'
                COMPREPLY=($(compgen -W "$(roster "[suggest:${#line}]" "$line" 2>/dev/null)" -- "$word"))
            }
            complete -o default -F _roster roster
            """,
        ["zsh"] = """
            #compdef roster
            # Completion of roster for zsh:  source <(roster completion zsh)
            _roster() {
                local line=${BUFFER[1,CURSOR]}
                local -a found
                found=("${(@f)$(roster "[suggest:${#line}]" "$line" 2>/dev/null)}")
                compadd -- $found
            }
            compdef _roster roster
            """,
        ["fish"] = """
            # Completion of roster for fish:  roster completion fish | source
            function __roster_complete
                set -l line (commandline -cp)
                roster "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
            end
            complete -c roster -a '(__roster_complete)'
            """,
        ["pwsh"] = """
            # Completion of roster for PowerShell:  roster completion pwsh | Out-String | Invoke-Expression
            Register-ArgumentCompleter -Native -CommandName roster -ScriptBlock {
                param($word, $tree, $position)
                $line = $tree.ToString().PadRight($position)
                roster "[suggest:$position]" "$line" 2>$null | Where-Object { $_ -like "$word*" } | ForEach-Object {
                    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
                }
            }
            """,
    };

    public static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh, fish or pwsh." }.AcceptOnlyFromAmong([.. Scripts.Keys]);
        var command = new Command("completion", "Print the script that makes a shell complete this program's commands.") { shell };
        command.SetAction(given => Console.WriteLine(Scripts[given.GetValue(shell)!]));
        return command;
    }
}
