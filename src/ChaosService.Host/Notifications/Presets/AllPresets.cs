using ChaosService.Host.Notifications.Presets.CloudEvents;
using ChaosService.Host.Notifications.Presets.GitHub;
using ChaosService.Host.Notifications.Presets.Grafana;
using ChaosService.Host.Notifications.Presets.PagerDuty;
using ChaosService.Host.Notifications.Presets.Slack;

namespace ChaosService.Host.Notifications.Presets;

/// <summary>The kinds of receivers that there are.</summary>
internal static class AllPresets
{
    public static IReadOnlyList<IPreset> All { get; } = [new CloudEventsPreset(), new SlackPreset(), new PagerDutyPreset(), new GitHubPreset(), new GrafanaPreset()];

    public static IPreset? Find(string kind) => All.FirstOrDefault(p => p.Kind == kind);
}
