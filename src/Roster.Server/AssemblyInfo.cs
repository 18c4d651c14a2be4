using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Roster.Server.Tests")]
[assembly: InternalsVisibleTo("roster")]
