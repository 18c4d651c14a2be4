using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Roster.Client.Genesys;

namespace Roster.Seeding;

/// <summary>
/// A contact centre that does not exist: a head, managers of its sites, team leads, agents; a group for each site, queue and team. Each user is worked out of the seed and the user's number alone, so any part of it
/// is the same however large the rest is made, and nothing needs to be kept.
/// </summary>
/// <param name="users">How many users; 1 or more.</param>
/// <param name="domain">What their names end in.</param>
/// <param name="hasGenesys">With skills and languages, as Genesys Cloud has them.</param>
sealed class ContactCentre(ulong seed, int users, string domain, bool hasGenesys)
{
    const int TeamSize = 12;
    const string Organization = "Example Contact Centre";

    readonly int sites = Math.Clamp(users / 200, 1, ContactCentreData.Sites.Count);

    // The head, the sites' managers, then the leads, then the agents: whoever is referred to comes first.
    int Leads => Math.Max(0, (users - 1 - sites + TeamSize) / (TeamSize + 1));

    int FirstLead => 1 + sites;

    int FirstAgent => FirstLead + Leads;

    public IEnumerable<JsonObject> Users() => Enumerable.Range(0, users).Select(User);

    /// <summary>Members are named by userName (<see cref="Transfer.Reference"/>).</summary>
    public IEnumerable<JsonObject> Groups()
    {
        for (var site = 0; site < sites; site++)
            yield return Group($"Site {ContactCentreData.Sites[site].City}", "site", Enumerable.Range(0, users).Where(i => SiteOf(i) == site));
        for (var queue = 0; queue < ContactCentreData.Queues.Count && users > FirstAgent; queue++)
            yield return Group($"Queue {ContactCentreData.Queues[queue]}", "queue", Enumerable.Range(FirstAgent, users - FirstAgent).Where(i => QueuesOf(i).Contains(queue)));
        for (var team = 0; team < Leads; team++)
        {
            yield return Group(string.Create(CultureInfo.InvariantCulture, $"Team {team + 1:0000}"), "team", Team(team).Prepend(FirstLead + team));
        }
    }

    JsonObject User(int index)
    {
        var random = SeededRandom.For(seed, index);
        var (given, family) = NameOf(index);
        random.Next();
        random.Next();
        var (site, userName) = (ContactCentreData.Sites[SiteOf(index)], UserName(index));
        var queues = QueuesOf(index);
        var department = index < FirstLead ? "Management" : ContactCentreData.Queues[queues[0]];
        var user = new JsonObject
        {
            ["userName"] = userName,
            ["externalId"] = Number(index),
            ["displayName"] = $"{given} {family}",
            ["name"] = new JsonObject { ["givenName"] = given, ["familyName"] = family },
            ["title"] = index == 0 ? "Head of customer service" : index < FirstLead ? "Site manager" : index < FirstAgent ? "Team lead" : random.Below(5) == 0 ? "Senior agent" : "Agent",
            ["active"] = index < FirstAgent || random.Below(33) > 0,
            ["preferredLanguage"] = site.Locale,
            ["locale"] = site.Locale,
            ["timezone"] = site.TimeZone,
            ["emails"] = new JsonArray(new JsonObject { ["value"] = userName, ["type"] = "work" }),
            ["phoneNumbers"] = new JsonArray(
                new JsonObject { ["value"] = Phone(site.Phone, site.Digits, ref random), ["type"] = "work" },
                new JsonObject { ["value"] = Phone(site.Mobile, site.MobileDigits, ref random), ["type"] = "mobile" }),
            ["addresses"] = new JsonArray(new JsonObject { ["type"] = "work", ["locality"] = site.City, ["country"] = site.Country }),
            [ScimUserSchemas.Enterprise] = Enterprise(index, department, site),
        };
        if (hasGenesys && index >= FirstLead)
            user[ScimUserSchemas.Genesys] = Routing(queues, ref random);
        return user;
    }

    JsonObject Enterprise(int index, string department, Site site)
    {
        var enterprise = new JsonObject
        {
            ["employeeNumber"] = Number(index), ["department"] = department, ["division"] = site.City, ["organization"] = Organization, ["costCenter"] = string.Create(CultureInfo.InvariantCulture, $"CC-{SiteOf(index) + 1:00}"),
        };
        if (ManagerOf(index) is { } manager)
            enterprise["manager"] = new JsonObject { ["value"] = $"userName:{UserName(manager)}" };
        return enterprise;
    }

    static JsonObject Routing(int[] queues, ref SeededRandom random)
    {
        var skills = new JsonArray();
        foreach (var queue in queues)
            skills.Add(new JsonObject { ["name"] = ContactCentreData.Queues[queue], ["proficiency"] = 1 + random.Below(5) });
        var languages = new JsonArray(new JsonObject { ["name"] = "English", ["proficiency"] = 3 + random.Below(3) });
        if (random.Below(3) == 0)
            languages.Add(new JsonObject { ["name"] = ContactCentreData.Languages[1 + random.Below(ContactCentreData.Languages.Count - 1)], ["proficiency"] = 1 + random.Below(5) });
        return new JsonObject { ["routingSkills"] = skills, ["routingLanguages"] = languages };
    }

    JsonObject Group(string name, string kind, IEnumerable<int> members) => new()
    {
        ["displayName"] = name,
        ["externalId"] = $"{kind}:{name}",
        ["members"] = new JsonArray([.. members.Select(i => new JsonObject { ["value"] = $"userName:{UserName(i)}" })]),
    };

    int? ManagerOf(int index) => index == 0 ? null : index < FirstLead ? 0 : index < FirstAgent ? 1 + SiteOf(index) : LeadOf(index);

    int LeadOf(int agent) => FirstLead + ((agent - FirstAgent) % Leads);

    IEnumerable<int> Team(int team)
    {
        for (var agent = FirstAgent + team; agent < users; agent += Leads)
            yield return agent;
    }

    /// <summary>A team is at one site.</summary>
    int SiteOf(int index) => index == 0 ? 0 : index < FirstLead ? index - 1 : index < FirstAgent ? (index - FirstLead) % sites : SiteOf(LeadOf(index));

    int[] QueuesOf(int index)
    {
        var random = SeededRandom.For(seed ^ 0x51, index);
        var first = random.Below(ContactCentreData.Queues.Count);
        return random.Below(3) == 0 ? [first, (first + 1 + random.Below(ContactCentreData.Queues.Count - 1)) % ContactCentreData.Queues.Count] : [first];
    }

    (string Given, string Family) NameOf(int index)
    {
        var random = SeededRandom.For(seed, index);
        return (random.Of(ContactCentreData.GivenNames), random.Of(ContactCentreData.FamilyNames));
    }

    string UserName(int index)
    {
        var (given, family) = NameOf(index);
        return string.Create(CultureInfo.InvariantCulture, $"{Plain(given)}.{Plain(family)}{index + 1}@{domain}");
    }

    static string Number(int index) => string.Create(CultureInfo.InvariantCulture, $"{100_000 + index}");

    static string Phone(string prefix, int digits, ref SeededRandom random) =>
        prefix + random.Below((int)Math.Pow(10, digits)).ToString(new string('0', digits), CultureInfo.InvariantCulture);

    /// <summary>Letters that every address can have.</summary>
    static string Plain(string name) =>
        new([.. name.Normalize(NormalizationForm.FormD).Where(char.IsAsciiLetter).Select(char.ToLowerInvariant)]);
}
