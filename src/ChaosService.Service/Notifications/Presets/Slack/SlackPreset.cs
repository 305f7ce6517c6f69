using ChaosService.Contracts;
using ChaosService.Service.Notifications.Events;
using ChaosService.Service.Options;

namespace ChaosService.Service.Notifications.Presets.Slack;

/// <summary>A message through one of Slack's incoming webhooks.</summary>
internal sealed class SlackPreset : IPreset
{
    /// <summary>Slack takes 3,000 characters in a section, and 2,000 in a field of one.</summary>
    private const int SectionMax = 2900;

    private const int FieldMax = 500;
    private const int ViolationMax = 900;
    private const int ViolationsMax = 3;

    public string Kind => "slack";

    public string? DefaultUrl => null;

    public IReadOnlyList<string> DefaultEvents => EventTypes.Alerts;

    public IReadOnlyList<string> Uses => [];

    public IEnumerable<string> Problems(ReceiverOptions options) => [];

    public OutgoingRequest Write(Notification e, ReceiverOptions to, Uri url, DateTimeOffset at)
    {
        var summary = SlackText.Escape(e.Data.Summary, SectionMax - 50);
        List<object> blocks = [Section($"{Sign(e.Severity)} *{summary}*")];
        if (Fields(e.Data) is { Count: > 0 } fields) blocks.Add(new { type = "section", fields });
        if (e.Data.Violations is { } violations)
            blocks.Add(Section(string.Join('\n', violations.Take(ViolationsMax)
                .Select(v => SlackText.Escape($"• {v.Check}: {v.Anomaly}: {v.Explanation}", ViolationMax)))));
        blocks.Add(new { type = "context", elements = new[] { Mrkdwn(Context(e)) } });
        // What is read out, and shown where blocks are not.
        return new OutgoingRequest(url, PresetJson.ContentType, PresetJson.Write(new { text = summary, blocks }));
    }

    private static List<object> Fields(NotificationData data)
    {
        List<object> fields = [];
        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value)) fields.Add(Mrkdwn($"*{name}*\n{SlackText.Escape(value, FieldMax)}"));
        }

        Add("experiment", data.Experiment);
        Add("run", data.Run?.Id ?? data.Fault?.RunId);
        Add("verdict", data.Run?.Verdict);
        Add("wanted by", data.Run?.Cause);
        return fields;
    }

    private static string Context(Notification e)
    {
        var when = $"{e.Type} · {e.At:yyyy-MM-dd HH:mm:ss} UTC";
        return e.Data.Link is { } link ? $"{SlackText.Link(link, "open")} · {when}" : when;
    }

    private static object Section(string text) => new { type = "section", text = Mrkdwn(text) };

    private static object Mrkdwn(string text) => new { type = "mrkdwn", text };

    private static string Sign(Severity severity) => severity switch
    {
        Severity.Critical => ":rotating_light:",
        Severity.Error => ":red_circle:",
        Severity.Warning => ":large_orange_circle:",
        _ => ":white_circle:",
    };
}
