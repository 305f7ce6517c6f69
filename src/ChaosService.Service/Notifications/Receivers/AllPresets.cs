using ChaosService.Service.Notifications.Presets;
using ChaosService.Service.Notifications.Presets.CloudEvents;
using ChaosService.Service.Notifications.Presets.GitHub;
using ChaosService.Service.Notifications.Presets.Grafana;
using ChaosService.Service.Notifications.Presets.PagerDuty;
using ChaosService.Service.Notifications.Presets.Slack;

namespace ChaosService.Service.Notifications.Receivers;

/// <summary>The kinds of receivers that there are.</summary>
internal static class AllPresets
{
    public static IReadOnlyList<IPreset> All { get; } =
        [new CloudEventsPreset(), new SlackPreset(), new PagerDutyPreset(), new GitHubPreset(), new GrafanaPreset()];

    public static IPreset? Find(string kind) => All.FirstOrDefault(p => p.Kind == kind);
}
