using System.CommandLine;
using System.CommandLine.Invocation;
using Roster.Commands;

var given = RosterCommand.Create(args.FirstOrDefault()).Parse(args);
if (given.Action is ParseErrorAction)
    return await RosterCommand.TellWrongAsync(given);

// The server ends in its own order when it is told to: the default here would cut it off after two seconds.
return await given.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
