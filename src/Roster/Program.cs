using System.CommandLine;
using Roster.Commands;

// The server ends in its own order when it is told to: the default here would cut it off after two seconds.
return await RosterCommand.Create().Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
