namespace Roster.Client;

/// <summary>A region of Genesys Cloud, which decides the hosts of its API and of its login.</summary>
public readonly record struct GenesysRegion
{
    readonly string? domain;

    /// <param name="domain">The region's domain, such as <c>mypurecloud.ie</c>: the part that all its hosts end in.</param>
    public GenesysRegion(string domain)
    {
        if (Uri.CheckHostName(domain) != UriHostNameType.Dns || !domain.Contains('.', StringComparison.Ordinal))
            throw new ArgumentException("A region is named by its domain, such as mypurecloud.com.", nameof(domain));
        this.domain = domain;
    }

    /// <summary>The part that all hosts of the region end in.</summary>
    public string Domain => domain ?? "mypurecloud.com";

    /// <summary>Where the API is.</summary>
    public Uri Api => new($"https://api.{Domain}");

    /// <summary>Where tokens are had.</summary>
    public Uri Token => new($"https://login.{Domain}/oauth/token");

    /// <summary>Virginia (us-east-1).</summary>
    public static GenesysRegion UsEast1 { get; } = new("mypurecloud.com");

    /// <summary>Ohio (us-east-2), FedRAMP.</summary>
    public static GenesysRegion UsEast2Gov { get; } = new("use2.us-gov-pure.cloud");

    /// <summary>Oregon (us-west-2).</summary>
    public static GenesysRegion UsWest2 { get; } = new("usw2.pure.cloud");

    /// <summary>Canada (ca-central-1).</summary>
    public static GenesysRegion CaCentral1 { get; } = new("cac1.pure.cloud");

    /// <summary>São Paulo (sa-east-1).</summary>
    public static GenesysRegion SaEast1 { get; } = new("sae1.pure.cloud");

    /// <summary>Mexico (mx-central-1).</summary>
    public static GenesysRegion MxCentral1 { get; } = new("mxc1.pure.cloud");

    /// <summary>Dublin (eu-west-1).</summary>
    public static GenesysRegion EuWest1 { get; } = new("mypurecloud.ie");

    /// <summary>London (eu-west-2).</summary>
    public static GenesysRegion EuWest2 { get; } = new("euw2.pure.cloud");

    /// <summary>Frankfurt (eu-central-1).</summary>
    public static GenesysRegion EuCentral1 { get; } = new("mypurecloud.de");

    /// <summary>Zurich (eu-central-2).</summary>
    public static GenesysRegion EuCentral2 { get; } = new("euc2.pure.cloud");

    /// <summary>Brandenburg, the European sovereign cloud (eusc-de-east-1).</summary>
    public static GenesysRegion EuSovereign1 { get; } = new("edee1.eusc-pure.cloud");

    /// <summary>The Emirates (me-central-1).</summary>
    public static GenesysRegion MeCentral1 { get; } = new("mec1.pure.cloud");

    /// <summary>Mumbai (ap-south-1).</summary>
    public static GenesysRegion ApSouth1 { get; } = new("aps1.pure.cloud");

    /// <summary>Tokyo (ap-northeast-1).</summary>
    public static GenesysRegion ApNortheast1 { get; } = new("mypurecloud.jp");

    /// <summary>Seoul (ap-northeast-2).</summary>
    public static GenesysRegion ApNortheast2 { get; } = new("apne2.pure.cloud");

    /// <summary>Osaka (ap-northeast-3).</summary>
    public static GenesysRegion ApNortheast3 { get; } = new("apne3.pure.cloud");

    /// <summary>Singapore (ap-southeast-1).</summary>
    public static GenesysRegion ApSoutheast1 { get; } = new("apse1.pure.cloud");

    /// <summary>Sydney (ap-southeast-2).</summary>
    public static GenesysRegion ApSoutheast2 { get; } = new("mypurecloud.com.au");

    /// <inheritdoc/>
    public override string ToString() => Domain;
}
