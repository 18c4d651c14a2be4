using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Roster.Client.Tests;

/// <summary>The programs under <c>samples</c>, run as they are.</summary>
public sealed class SampleTests(RunningRoster roster)
{
    static readonly string Root = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;

    [Fact]
    public async Task A_person_is_provisioned_end_to_end()
    {
        var client = await roster.CredentialsAsync();
        var api = new ScimApi(roster.Connect(client));
        await api.Groups.CreateAsync(new ScimV2Group { Schemas = [ScimV2Group.Schema], DisplayName = "Care" });

        Assert.Equal("Ana is active and in Care.", await BuiltAsync("ProvisionUser", client, "ana@example.org", "Ana", "Care"));
        ScimV2User ana = (await api.GetScimV2UsersAsync(ScimFilter.Equal("userName", "ana@example.org"))).Value.Resources.Single();
        await api.PatchScimV2UserAsync(ana.Id!, new ScimPatch().Replace("active", false));

        Assert.Equal("Ana Ruiz is active and in Care.", await BuiltAsync("ProvisionUser", client, "ana@example.org", "Ana Ruiz", "Care"));
        Assert.Equal(1, (await api.GetScimV2UsersAsync(count: 0)).Value.TotalResults);
    }

    [Fact]
    public async Task A_directory_is_brought_in_line_with_a_file_night_by_night()
    {
        var client = await roster.CredentialsAsync();
        var api = new ScimApi(roster.Connect(client));
        var file = Path.GetTempFileName();
        async Task<string> SyncAsync(params string[] lines)
        {
            await File.WriteAllLinesAsync(file, lines);
            return await BuiltAsync("NightlySync", client, file);
        }

        Assert.Equal("3 created, 0 changed, 0 deactivated", await SyncAsync("1,ana@example.org,Ana,Care", "2,bob@example.org,Bob,Care", "3,cem@example.org,Cem,Sales"));
        Assert.Equal("0 created, 1 changed, 1 deactivated", await SyncAsync("1,ana@example.org,Ana,Sales", "3,cem@example.org,Cem,Sales"));
        Assert.Equal("0 created, 0 changed, 0 deactivated", await SyncAsync("1,ana@example.org,Ana,Sales", "3,cem@example.org,Cem,Sales"));
        Assert.Equal("0 created, 1 changed, 0 deactivated", await SyncAsync("1,ana@example.org,Ana,Sales", "2,bob@example.org,Bob,Care", "3,cem@example.org,Cem,Sales"));

        var ana = (await api.GetScimV2UsersAsync(ScimFilter.Equal("employeeNumber", "1"))).Value.Resources.Single();
        Assert.Equal(("Sales", true), (ana.EnterpriseUser!.Department, ana.Active));
        File.Delete(file);
    }

    [Fact]
    public async Task Compiled_ahead_of_time_the_21_methods_work_as_they_do_otherwise()
    {
        var client = await roster.CredentialsAsync();
        await new ScimApi(roster.Connect(client)).Groups.CreateAsync(new ScimV2Group { Schemas = [ScimV2Group.Schema], DisplayName = "Care" });
        // Kept from run to run, so that only what has changed is compiled again.
        var artifacts = Path.Combine(Root, "artifacts", "aot");
        var target = $"linux-{RuntimeInformation.ProcessArchitecture}".ToLowerInvariant();

        await RunAsync("dotnet",
            ["publish", Path.Combine(Root, "samples", "ScimApiAot"), "--runtime", target, "-p:PublishAot=true", "-p:RestoreLockedMode=false", "-p:RunAnalyzers=false", "--artifacts-path", artifacts, "-nodeReuse:false", "--disable-build-servers", "-v", "quiet"]);

        var program = Path.Combine(artifacts, "publish", "ScimApiAot", $"release_{target}", "ScimApiAot");
        Assert.Equal("21 methods called", await RunAsync(program, [], client));
    }

    Task<string> BuiltAsync(string sample, (string Id, string Secret) client, params string[] arguments)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/')).Parent!.Name;
        return RunAsync("dotnet", ["exec", Path.Combine(Root, "samples", sample, "bin", configuration, "net10.0", sample + ".dll"), .. arguments], client);
    }

    async Task<string> RunAsync(string program, IEnumerable<string> arguments, (string Id, string Secret) client = default)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        if (client.Id is not null)
            (start.Environment["SCIM_URL"], start.Environment["SCIM_CLIENT_ID"], start.Environment["SCIM_CLIENT_SECRET"]) = (roster.Address.AbsoluteUri, client.Id, client.Secret);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? (await output).TrimEnd() : throw new InvalidOperationException($"{program} ended with {process.ExitCode}:\n{await output}{await errors}");
    }
}
