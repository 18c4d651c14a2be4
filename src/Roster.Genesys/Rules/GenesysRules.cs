using System.Collections.Immutable;
using Roster.Scim;

namespace Roster.Genesys.Rules;

/// <summary>What the vendor does with users beyond what their schemas say, in the order in which it is done.</summary>
public static class GenesysRules
{
    public static ImmutableArray<ResourceRule> All { get; } =
    [
        DefaultValueRule.ActiveUsers,
        new EmailsRule(),
        new PhoneNumbersRule(),
        new RolesRule(),
        new EnterpriseRule(),
        new RoutingRule("routingSkills", "skills"),
        new RoutingRule("routingLanguages", "languages"),
        new ExternalIdRule(),
    ];
}
