using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ChaosService.Contracts;

namespace ChaosService.Service.Notifications.Events;

/// <summary>Something that happened, of which receivers may be notified.</summary>
/// <param name="Id">Says what happened, so that the same is never two events: also after a restart. Visible ASCII without a dot or a
/// slash.</param>
/// <param name="Type">A name of <see cref="EventTypes"/>.</param>
/// <param name="Source">The address of the service.</param>
/// <param name="Subject">What it is about: <c>runs/ID</c>, <c>schedules/NAME</c>, <c>faults/RUN/ID</c>.</param>
internal sealed record Notification(string Id, string Type, DateTimeOffset At, string Source, string Subject, NotificationData Data)
{
    /// <summary>Small and readable; a receiver parses JSON and never puts it into HTML as it is.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public Severity Severity => EventTypes.Of(Type).Severity;

    public bool Always => EventTypes.Of(Type).Always;

    public string ToDocument() => JsonSerializer.Serialize(this, Json);

    public static Notification Of(string document) =>
        JsonSerializer.Deserialize<Notification>(document, Json) ?? throw new JsonException("an event is null");
}
