using System.CommandLine;
using Roster.Commands;

namespace Roster.Cli.Tests.Commands;

/// <summary>The commands as they are made.</summary>
public sealed class RosterCommandTests
{
    [Fact]
    public void A_command_that_is_named_first_is_made_alone_and_as_it_is_among_all()
    {
        var all = RosterCommand.Create(first: null).Subcommands;
        Assert.True(all.Count > 20);
        foreach (var command in all)
        {
            var alone = Assert.Single(RosterCommand.Create(command.Name).Subcommands);
            Assert.Equal(command.Name, alone.Name);
            Assert.Equal(Shown(command), Shown(alone));
        }
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("[suggest:3]")]
    [InlineData("srve")]
    public void Where_the_first_argument_names_none_all_are_made(string first) =>
        Assert.Equal(RosterCommand.Create(first: null).Subcommands.Select(Shown), RosterCommand.Create(first).Subcommands.Select(Shown));

    static string Shown(Command command) => $"{command.Name} {command.Description} {string.Join(' ', command.Options.Select(o => o.Name))} {string.Join(' ', command.Subcommands.Select(Shown))}";
}
