using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Roster.Cli.Tests")]
