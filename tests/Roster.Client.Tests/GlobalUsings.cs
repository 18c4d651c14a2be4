global using Roster.Client.Genesys;
global using Xunit;
