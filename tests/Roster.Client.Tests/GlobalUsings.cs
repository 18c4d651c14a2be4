global using Received = Roster.Testing.Received;
global using Reply = Roster.Testing.Reply;
global using Roster.Client.Genesys;
global using ScriptedServer = Roster.Testing.ScriptedServer;
global using Xunit;
