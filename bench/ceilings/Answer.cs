namespace Roster.Bench.Ceilings;

static class Answer
{
    /// <summary>Copies a small body into the response's pipe.</summary>
    public static void Copy(HttpResponse response, ReadOnlySpan<byte> body)
    {
        (response.ContentType, response.ContentLength) = ("application/scim+json", body.Length);
        var pipe = response.BodyWriter;
        body.CopyTo(pipe.GetSpan(body.Length));
        pipe.Advance(body.Length);
    }

    public static Task SendAsync(HttpResponse response, byte[] body)
    {
        (response.ContentType, response.ContentLength) = ("application/scim+json", body.Length);
        return response.Body.WriteAsync(body, 0, body.Length);
    }
}
