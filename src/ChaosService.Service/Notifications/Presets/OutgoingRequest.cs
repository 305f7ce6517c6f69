using System.Text;

namespace ChaosService.Service.Notifications.Presets;

/// <summary>A request to a receiver, as a value. Holds secrets: never shown or logged.</summary>
internal sealed record OutgoingRequest(Uri Url, string ContentType, string Body)
{
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(HttpMethod.Post, Url) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Body)) };
        message.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        // Some receivers (GitHub's API is one) refuse who does not say who they are.
        message.Headers.UserAgent.ParseAdd("ChaosService");
        foreach (var (name, value) in Headers) message.Headers.TryAddWithoutValidation(name, value);
        return message;
    }

    public override string ToString() => "a request to a receiver";
}
