namespace ChaosService.Proxies.Http.Calls;

/// <summary>A body that takes the place of another one.</summary>
internal static class ChangedContent
{
    /// <param name="instead">What the server said; null: it was not asked.</param>
    public static HttpContent New(byte[] body, IDisposable? instead) =>
        instead is null ? new ByteArrayContent(body) : new StreamContent(new BodyInstead(body, instead));

    /// <summary>The body's headers stay.</summary>
    public static void ChangeBody(this HttpResponseMessage answer, Func<Stream, Stream> change)
    {
        var before = answer.Content;
        answer.Content = new StreamContent(change(before.ReadAsStream()));
        foreach (var header in before.Headers) answer.Content.Headers.TryAddWithoutValidation(header.Key, header.Value);
    }
}
