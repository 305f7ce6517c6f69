using System.Text.RegularExpressions;
using ChaosService.Service.Notifications.Events;
using ChaosService.Service.Options;

namespace ChaosService.Service.Notifications.Presets.PagerDuty;

/// <summary>
/// An alert through PagerDuty's Events API v2. All problems of one experiment are one alert, which its next passing run resolves; a
/// fault that cannot be reverted is a separate alert, resolved when it is reverted after all.
/// </summary>
internal sealed partial class PagerDutyPreset : IPreset
{
    private const int SummaryMax = 1024;
    private const int KeyMax = 255;

    public string Kind => "pagerduty";

    public string DefaultUrl => "https://events.pagerduty.com/v2/enqueue";

    /// <summary>It gets passed runs so that alerts end.</summary>
    public IReadOnlyList<string> DefaultEvents => [.. EventTypes.Alerts, EventTypes.RunPassed];

    public IReadOnlyList<string> Uses => ["token"];

    public IEnumerable<string> Problems(ReceiverOptions options)
    {
        if (!RoutingKey().IsMatch(options.Token))
            yield return "token: not an integration key; write the 32 characters that PagerDuty shows for an Events API v2 integration "
                + "of a service";
    }

    public OutgoingRequest? Write(Notification e, ReceiverOptions to, Uri url, DateTimeOffset at)
    {
        if (e.Type is EventTypes.RunBegun or EventTypes.FaultBegun or EventTypes.FaultEnded) return null;
        var key = $"{e.Source}/{Subject(e)}".Cut(KeyMax);
        object body = e.Type is EventTypes.RunPassed or EventTypes.FaultResolved
            ? new { routing_key = to.Token, event_action = "resolve", dedup_key = key }
            : new
            {
                routing_key = to.Token,
                event_action = "trigger",
                dedup_key = key,
                client = "ChaosService",
                client_url = e.Source,
                links = e.Data.Link is { } link ? new[] { new { href = link, text = "open" } } : null,
                payload = new
                {
                    summary = e.Data.Summary.Cut(SummaryMax),
                    source = e.Data.Run?.Project ?? e.Source,
                    severity = e.Severity.ToString().ToLowerInvariant(),
                    timestamp = e.At,
                    component = e.Data.Experiment,
                    @class = e.Type,
                    custom_details = new { e.Id, e.Data.Run, e.Data.Fault, e.Data.Schedule, e.Data.Violations, e.Data.Labels },
                },
            };
        return new OutgoingRequest(url, PresetJson.ContentType, PresetJson.Write(body));
    }

    /// <summary>What is one alert.</summary>
    private static string Subject(Notification e) => e.Data switch
    {
        _ when e.Type == EventTypes.Test => e.Subject,
        { Fault: not null } => e.Subject,
        { Experiment: { } experiment } => $"experiments/{experiment}",
        _ => e.Subject,
    };

    [GeneratedRegex("^[A-Za-z0-9]{32}$")]
    private static partial Regex RoutingKey();
}
