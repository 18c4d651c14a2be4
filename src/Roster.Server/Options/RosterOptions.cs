using System.ComponentModel.DataAnnotations;

namespace Roster.Server.Options;

/// <summary>
/// Everything that can be configured. Sources are <c>roster.json</c>, the environment (<c>ROSTER_</c> before the key, <c>__</c> between levels)
/// and the command line; the later one wins. Every default works.
/// </summary>
public sealed record RosterOptions
{
    /// <summary>The data folder; made at the first start, for its owner alone. Default: <c>roster-data</c> in the working directory.</summary>
    [Required]
    public string Data { get; init; } = "roster-data";

    /// <summary>
    /// The addresses to listen on, separated by semicolons; port 0 takes a free one. An <c>https</c> address needs <c>Tls:Certificate</c>. Default: <c>http://127.0.0.1:8080</c>.
    /// </summary>
    [Required]
    public string Urls { get; init; } = "http://127.0.0.1:8080";

    /// <summary>Whether plain HTTP may be offered beyond the loopback interface, for example to a proxy that ends TLS. Default: no.</summary>
    public bool AllowPlainHttp { get; init; }

    /// <summary>
    /// What the server is reached by from outside, such as <c>https://scim.example.org</c>; absolute locations begin with it. Default: none, see <see cref="AllowedHosts"/>.
    /// </summary>
    public string? PublicUrl { get; init; }

    /// <summary>
    /// Without <see cref="PublicUrl"/>: host names, separated by semicolons, that a request's <c>Host</c> may bring into locations beside the names of the
    /// loopback interface. For any other <c>Host</c> it is the IP address and port that the request came in by. Default: none.
    /// </summary>
    public string? AllowedHosts { get; init; }

    /// <summary>
    /// IP addresses and networks (<c>10.0.0.0/8</c>), separated by semicolons, of proxies in front: their <c>X-Forwarded-For</c>, <c>-Proto</c> and <c>-Host</c>
    /// are believed, and they may come by plain HTTP. Default: none.
    /// </summary>
    public string? TrustedProxies { get; init; }

    public TlsOptions Tls { get; init; } = new();

    public StorageSettings Storage { get; init; } = new();

    public BootstrapOptions Bootstrap { get; init; } = new();

    public RateLimitOptions RateLimit { get; init; } = new();

    public GenesysSettings Genesys { get; init; } = new();

    public StandardSettings Standard { get; init; } = new();

    public LimitOptions Limits { get; init; } = new();

    public ShutdownOptions Shutdown { get; init; } = new();

    public PasswordOptions Passwords { get; init; } = new();

    public LogOptions Log { get; init; } = new();

    public TelemetryOptions Telemetry { get; init; } = new();
}

/// <summary>The certificate of the <c>https</c> addresses. The files are watched; a new content is used for new connections within seconds.</summary>
public sealed record TlsOptions
{
    /// <summary>A file with the certificate, and those that lead to its issuer: PEM, or PFX with the key in it. Default: none.</summary>
    public string? Certificate { get; init; }

    /// <summary>A PEM file with the key. Default: none, the key is in the file of the certificate.</summary>
    public string? Key { get; init; }

    /// <summary>What the key or the PFX is encrypted with. Default: none.</summary>
    public string? Password { get; init; }
}

/// <summary>Where the directory is kept.</summary>
public sealed record StorageSettings
{
    /// <summary>
    /// A PostgreSQL database, in Npgsql's terms: <c>Host=a,b;Database=roster;Username=roster;Password=…</c>. The role must own the database, and be neither superuser nor allowed to
    /// bypass row-level security. Any number of nodes may use it at once. Default: none, the embedded SQLite in the data folder.
    /// </summary>
    public string? ConnectionString { get; init; }

    /// <summary>
    /// Into how many parts, by organization, PostgreSQL divides the large tables. It counts when the database is first opened; later it has no effect. 0 to 1,000. Default: 0, not divided.
    /// </summary>
    [Range(0, 1_000)]
    public int Partitions { get; init; }

    /// <summary>Connections of this node that read, which is how many reads run at once; four more write. 1 to 64. Default: 8.</summary>
    [Range(1, 64)]
    public int Readers { get; init; } = 8;

    /// <summary>
    /// Bytes of memory for the text of indexed attributes in which filters by <c>co</c> and <c>ew</c> look, on SQLite, kept from the first such filter on; 0 keeps none, and each goes through
    /// an index. 0 to 4,294,967,296. Default: 67,108,864.
    /// </summary>
    [Range(0L, 4_294_967_296L)]
    public long KeptTextBytes { get; init; } = 67_108_864;
}

/// <summary>
/// A client with all permissions in organization <c>default</c>, made at each start if there is none of that id. Without it the first start makes one and prints it.
/// </summary>
public sealed record BootstrapOptions
{
    /// <summary>The client's id, 1 to 128 printable ASCII characters without blanks. Default: none.</summary>
    [PrintableName]
    public string? ClientId { get; init; }

    /// <summary>The client's secret, 1 to 256 characters; 32 random ones are a good secret. Default: none; needed with the id.</summary>
    [StringLength(256, MinimumLength = 1)]
    public string? ClientSecret { get; init; }
}

/// <summary>How much one client may ask for.</summary>
public sealed record RateLimitOptions
{
    /// <summary>
    /// Requests per minute and client over all surfaces together, and as many tokens fetched, 0 to 10,000,000; 0 is no limit. Default: each surface counts by
    /// itself, 300 on the Genesys and 6,000 on the standard one; 300 tokens.
    /// </summary>
    [Range(0, 10_000_000)]
    public int? RequestsPerMinute { get; init; }
}

/// <summary>Choices of the Genesys surface.</summary>
public sealed record GenesysSettings
{
    /// <summary>Whether groups can be created and deleted, which the vendor offered from 2019 to 2021 and identity providers need. Default: yes.</summary>
    public bool GroupLifecycle { get; init; } = true;

    /// <summary>
    /// <c>open</c>: a role, division, skill or language that the organization does not know is added to its catalogue;
    /// <c>strict</c>: it is refused, as the vendor does. Default: <c>open</c>.
    /// </summary>
    [AllowedValues("open", "strict")]
    public string Catalogues { get; init; } = "open";

    /// <summary>The status of a write whose <c>If-Match</c> does not fit: 400, 409 or 412; the vendor's texts name all three. Default: 400.</summary>
    [AllowedValues(400, 409, 412)]
    public int VersionConflictStatus { get; init; } = 400;
}

/// <summary>Choices of the standard surface.</summary>
public sealed record StandardSettings
{
    /// <summary><c>all</c>: the known bad habits of identity providers are absorbed; <c>none</c>: requests are taken to the letter of the RFCs. Default: <c>all</c>.</summary>
    [AllowedValues("all", "none")]
    public string Tolerances { get; init; } = "all";

    /// <summary>
    /// Features that the surface shall not offer, separated by semicolons: names of <see cref="Roster.Scim.Features"/>. They answer 501, and the service provider
    /// configuration says so. Default: none.
    /// </summary>
    public string? Off { get; init; }

    /// <summary>Where the service is described for people, an absolute http or https URL; shown by the service provider configuration. Default: none.</summary>
    public string? DocumentationUri { get; init; }
}

/// <summary>Bounds on what one request may cost.</summary>
public sealed record LimitOptions
{
    /// <summary>Bytes of a request body, 1,024 to 67,108,864. Default: 1,048,576.</summary>
    [Range(1024, 67_108_864)]
    public int BodyBytes { get; init; } = 1_048_576;

    /// <summary>Bytes of the body of a write to a resource that has members, 1,024 to 268,435,456. Default: 16,777,216.</summary>
    [Range(1024, 268_435_456)]
    public int GroupBodyBytes { get; init; } = 16_777_216;

    /// <summary>Operations in one bulk job, 1 to 10,000. Default: 1,000.</summary>
    [Range(1, 10_000)]
    public int BulkOperations { get; init; } = 1_000;

    /// <summary>Bytes of the body of a bulk job, 1,024 to 268,435,456. Default: 16,777,216.</summary>
    [Range(1024, 268_435_456)]
    public int BulkBytes { get; init; } = 16_777_216;

    /// <summary>
    /// Bytes of memory for answers about large groups, which are kept until the group changes or nobody asked for ten minutes; 0 keeps none. 0 to 4,294,967,296. Default: 33,554,432.
    /// </summary>
    [Range(0L, 4_294_967_296L)]
    public long KeptAnswerBytes { get; init; } = 33_554_432;

    /// <summary>Connections at once, 1 to 1,000,000. Default: 10,000.</summary>
    [Range(1, 1_000_000)]
    public int Connections { get; init; } = 10_000;

    /// <summary>Seconds in which a client must have sent its request's headers, 1 to 600. Default: 15.</summary>
    [Range(1, 600)]
    public int HeaderSeconds { get; init; } = 15;

    /// <summary>Bytes a second that a client must send or take at least, once 5 seconds have passed; 0 is no bound. 0 to 1,000,000. Default: 240.</summary>
    [Range(0, 1_000_000)]
    public int MinimumBytesPerSecond { get; init; } = 240;
}

/// <summary>How the server ends when it is told to.</summary>
public sealed record ShutdownOptions
{
    /// <summary>Seconds for which it says that it is not ready, and goes on serving, before it takes no more connections, 0 to 300. Default: 5.</summary>
    [Range(0, 300)]
    public int DrainSeconds { get; init; } = 5;

    /// <summary>Seconds that the requests that are here then may take to be finished, 1 to 3,600. Default: 30.</summary>
    [Range(1, 3_600)]
    public int TimeoutSeconds { get; init; } = 30;
}

/// <summary>How passwords are hashed; each hash takes about 20 MiB and a tenth of a second of one processor.</summary>
public sealed record PasswordOptions
{
    /// <summary>Hashes at once, 1 to 64. Default: half the processors, at least one.</summary>
    [Range(1, 64)]
    public int Concurrent { get; init; } = Math.Clamp(Environment.ProcessorCount / 2, 1, 64);

    /// <summary>Requests that may wait for their hash, 0 to 10,000; further ones get 503. Default: 64.</summary>
    [Range(0, 10_000)]
    public int Waiting { get; init; } = 64;
}

/// <summary>What the log looks like. Which messages it has is set under <c>Logging:LogLevel</c>, as in every .NET program.</summary>
public sealed record LogOptions
{
    /// <summary><c>text</c>: a line a message; <c>json</c>: a JSON object a line. Default: <c>text</c>.</summary>
    [AllowedValues("text", "json")]
    public string Format { get; init; } = "text";
}

/// <summary>Where metrics and traces are sent, beside <c>/metrics</c>. The <c>OTEL_</c> variables of the surroundings are not read.</summary>
public sealed record TelemetryOptions
{
    /// <summary>
    /// An OTLP collector that speaks HTTP with protobuf, such as <c>http://127.0.0.1:4318</c>; <c>/v1/metrics</c> and <c>/v1/traces</c> are added. Default: none, nothing is sent.
    /// </summary>
    public string? OtlpEndpoint { get; init; }

    /// <summary>What the server is called there, 1 to 128 printable ASCII characters without blanks. Default: <c>roster</c>.</summary>
    [PrintableName]
    public string ServiceName { get; init; } = "roster";

    /// <summary>How many of a hundred requests are traced, 0 to 100. Default: 100.</summary>
    [Range(0, 100)]
    public int TracePercent { get; init; } = 100;

    /// <summary>
    /// Whether a request's <c>traceparent</c> is its parent, and decides whether it is traced. Only where nobody reaches the server but by what sets or removes that header. Default: no.
    /// </summary>
    public bool TrustTraceparent { get; init; }
}

/// <summary>1 to 128 printable ASCII characters without blanks, as a name that stands in headers and labels has.</summary>
[AttributeUsage(AttributeTargets.Property)]
sealed class PrintableNameAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => value is null || (value is string { Length: > 0 and <= 128 } name && !name.AsSpan().ContainsAnyExceptInRange('!', '~'));
}
