using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ChaosService.Contracts;
using ChaosService.Service.Notifications.Events;
using ChaosService.Service.Options;

namespace ChaosService.Service.Notifications.Presets.CloudEvents;

/// <summary>CloudEvents 1.0 by webhook, in structured JSON mode, signed.</summary>
internal sealed class CloudEventsPreset : IPreset
{
    public string Kind => "webhook";

    public string? DefaultUrl => null;

    public IReadOnlyList<string> DefaultEvents => EventTypes.Alerts;

    public IReadOnlyList<string> Uses => ["secret", "token"];

    public IEnumerable<string> Problems(ReceiverOptions options)
    {
        if (options.Secret.Length == 0) yield return $"secret: empty; {WebhookSecret.Fix}";
        else if (WebhookSecret.Keys(options.Secret) is null)
            yield return $"secret: not a secret for signing; {WebhookSecret.Fix}, or two with a blank between them while one takes the "
                + $"other's place";
    }

    public OutgoingRequest Write(Notification e, ReceiverOptions to, Uri url, DateTimeOffset at)
    {
        var body = JsonSerializer.Serialize(
            new CloudEvent("1.0", e.Id, e.Source, EventTypes.Prefix + e.Type, e.Subject, e.At, PresetJson.ContentType, e.Data),
            Notification.Json);
        var timestamp = at.ToUnixTimeSeconds();
        Dictionary<string, string> headers = to.Token.Length > 0 ? PresetJson.Bearer(to.Token) : [];
        headers["webhook-id"] = e.Id;
        headers["webhook-timestamp"] = timestamp.ToString(CultureInfo.InvariantCulture);
        headers["webhook-signature"] = WebhookSecret.Sign(WebhookSecret.Keys(to.Secret)!, e.Id, timestamp, body);
        // For receivers that ask who sends before they take anything (CloudEvents' abuse protection).
        headers["WebHook-Request-Origin"] = new Uri(e.Source).Host;
        return new OutgoingRequest(url, "application/cloudevents+json; charset=utf-8", body) { Headers = headers };
    }

    private sealed record CloudEvent(
        [property: JsonPropertyName("specversion")] string SpecVersion, string Id, string Source, string Type, string Subject,
        DateTimeOffset Time, [property: JsonPropertyName("datacontenttype")] string DataContentType, NotificationData Data);
}
