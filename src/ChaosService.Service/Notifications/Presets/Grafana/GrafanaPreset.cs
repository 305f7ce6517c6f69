using System.Net;
using ChaosService.Service.Notifications.Events;
using ChaosService.Service.Options;

namespace ChaosService.Service.Notifications.Presets.Grafana;

/// <summary>
/// Annotations in Grafana: a run and each fault as a region of time, everything else as a point. A region is written when it is over, in
/// one request, so that nothing has to be remembered of Grafana's answer.
/// </summary>
internal sealed class GrafanaPreset : IPreset
{
    public string Kind => "grafana";

    public string? DefaultUrl => null;

    public IReadOnlyList<string> DefaultEvents =>
    [
        EventTypes.RunPassed, EventTypes.RunInvalid, EventTypes.RunUnknown, EventTypes.RunAborted, EventTypes.RunInterrupted,
        EventTypes.RunViolated, EventTypes.FaultEnded,
    ];

    public IReadOnlyList<string> Uses => ["token", "dashboard"];

    public IEnumerable<string> Problems(ReceiverOptions options)
    {
        if (options.Token.Length == 0)
            yield return "token: empty; write the token of a service account that may write annotations (annotations:create)";
    }

    public OutgoingRequest Write(Notification e, ReceiverOptions to, Uri url, DateTimeOffset at)
    {
        var (from, until) = Time(e);
        var body = new
        {
            dashboardUID = to.Dashboard.Length > 0 ? to.Dashboard : null,
            time = from.ToUnixTimeMilliseconds(),
            timeEnd = until?.ToUnixTimeMilliseconds(),
            tags = Tags(e),
            text = Text(e),
        };
        return new OutgoingRequest(new Uri($"{url.AbsoluteUri.TrimEnd('/')}/api/annotations"), PresetJson.ContentType, PresetJson.Write(
            body)) { Headers = PresetJson.Bearer(to.Token) };
    }

    private static (DateTimeOffset From, DateTimeOffset? Until) Time(Notification e) => e switch
    {
        { Type: EventTypes.FaultEnded, Data.Fault: { BegunAt: { } begun, EndedAt: { } ended } } => (begun, ended),
        { Data: { Fault: null, Run: { StartedAt: { } started, EndedAt: { } ended } } } => (started, ended),
        _ => (e.At, null),
    };

    /// <summary>The whole type and its parts, so that a dashboard can ask for <c>fault</c> or for <c>run.invalid</c>.</summary>
    private static string[] Tags(Notification e) =>
        [.. new[] { "chaosservice", e.Type.Split('.')[0], e.Type, e.Data.Experiment, e.Data.Fault?.Kind }.Concat(e.Data.Fault?.Nodes ?? [])
            .OfType<string>().Distinct()];

    /// <summary>Grafana shows it as HTML.</summary>
    private static string Text(Notification e) =>
        WebUtility.HtmlEncode(e.Data.Summary) + (e.Data.Link is { } link ? $"<br><a href=\"{WebUtility.HtmlEncode(link)}\">open</a>" : "");
}
