using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Roster.Scim.Tests")]
[assembly: InternalsVisibleTo("Roster.Genesys.Tests")]
