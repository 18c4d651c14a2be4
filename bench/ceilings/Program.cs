using Roster.Bench.Ceilings;

// What this machine can do over HTTP with a token when nothing but the indispensable is done. Ratios to it tell what Roster adds.
// Usage: ceilings ADDRESS [sqlite FILE | postgres CONNECTION-STRING]. File or database is a copy of one that Roster made, with a user in it; its rows are the model of those that are written.
//
//   GET /memory      1.2 KB from memory                  GET /page     120 KB from memory
//   GET /unchanged   304 with an entity tag              GET /group    245 KB from memory
//   GET /stored/ID   a user's document as it is stored   POST /stored  a user's rows, answered when they are on the disk

await using IUserStore? store = args switch
{
    [_] => null,
    [_, "sqlite", var file] => new SqliteUsers(file),
    [_, "postgres", var connectionString] => new PostgresUsers(connectionString),
    _ => throw new InvalidOperationException("Usage: ceilings ADDRESS [sqlite FILE | postgres CONNECTION-STRING]"),
};

var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.UseUrls(args[0]).ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
await using var app = builder.Build();

var tokens = new Tokens("bench");
byte[] memory = Body(1_200), page = Body(120_000), group = Body(245_000);
app.Run(async context =>
{
    var path = context.Request.Path.Value!;
    if (!tokens.Knows(context.Request))
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
    else if (path.StartsWith("/stored/", StringComparison.Ordinal) && store is not null)
        await store.ReadAsync(path["/stored/".Length..], context.Response);
    else if (path is "/stored" && store is not null)
        await WriteAsync(context, store);
    else if (path is "/unchanged")
        (context.Response.StatusCode, context.Response.Headers.ETag) = (StatusCodes.Status304NotModified, "W/\"1\"");
    else if (path is "/memory")
        Answer.Copy(context.Response, memory);
    else if (path is "/page" or "/group")
        await Answer.SendAsync(context.Response, path is "/page" ? page : group);
    else
        context.Response.StatusCode = StatusCodes.Status404NotFound;
});
await app.RunAsync();

static async Task WriteAsync(HttpContext context, IUserStore store)
{
    var document = new byte[(int)context.Request.ContentLength!];
    await context.Request.Body.ReadExactlyAsync(document);
    await store.WriteAsync(document);
    context.Response.StatusCode = StatusCodes.Status201Created;
    Answer.Copy(context.Response, document);
}

static byte[] Body(int length)
{
    var body = new byte[length];
    Array.Fill(body, (byte)'a');
    return body;
}
