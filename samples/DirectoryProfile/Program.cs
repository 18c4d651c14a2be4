using DirectoryProfile;
using Microsoft.Extensions.Hosting;
using Roster.Server;
using Roster.Server.Options;

// The server as `roster serve` starts it, with one more door.
var configuration = OptionsReader.Sources(args);
await using var app = await RosterApplication.BuildAsync(
    OptionsReader.Read(configuration), configuration, TimeProvider.System, CancellationToken.None, further: [HrDoor.Create()]);
await app.StartAsync();
Console.WriteLine($"Listening on {string.Join(", ", app.Urls)}");
await app.WaitForShutdownAsync();
