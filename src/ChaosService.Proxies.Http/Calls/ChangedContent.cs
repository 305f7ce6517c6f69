namespace ChaosService.Proxies.Http.Calls;

/// <summary>Replaces the body of an answer.</summary>
internal static class ChangedContent
{
    /// <param name="instead">The server's answer; null: it was not asked.</param>
    public static HttpContent New(byte[] body, IDisposable? instead) =>
        instead is null ? new ByteArrayContent(body) : new StreamContent(new BodyInstead(body, instead));

    /// <summary>Keeps the body's headers.</summary>
    public static void ChangeBody(this HttpResponseMessage answer, Func<Stream, Stream> change)
    {
        var before = answer.Content;
        answer.Content = new StreamContent(change(before.ReadAsStream()));
        foreach (var header in before.Headers) answer.Content.Headers.TryAddWithoutValidation(header.Key, header.Value);
    }
}
