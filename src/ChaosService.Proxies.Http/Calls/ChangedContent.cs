namespace ChaosService.Proxies.Http.Calls;

/// <summary>An answer's body that another one takes the place of; its headers stay.</summary>
internal static class ChangedContent
{
    public static void ChangeBody(this HttpResponseMessage answer, Func<Stream, Stream> change)
    {
        var before = answer.Content;
        answer.Content = new StreamContent(change(before.ReadAsStream()));
        foreach (var header in before.Headers) answer.Content.Headers.TryAddWithoutValidation(header.Key, header.Value);
    }
}
