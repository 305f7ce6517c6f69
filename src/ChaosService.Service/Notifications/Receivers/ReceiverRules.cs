using System.Text.RegularExpressions;
using ChaosService.Model.Configuration;
using ChaosService.Service.Notifications.Events;
using ChaosService.Service.Notifications.Presets;
using ChaosService.Service.Options;
using ChaosService.Service.Options.Texts;

namespace ChaosService.Service.Notifications.Receivers;

/// <summary>What is wrong with the options of notifications. No problem holds an address, a token or a secret.</summary>
internal static partial class ReceiverRules
{
    public static IEnumerable<string> Problems(this NotificationOptions options)
    {
        const string Place = "notifications";
        if (options.PublicUrl.Length > 0 && Url(options.PublicUrl) is not { Query.Length: 0, Fragment.Length: 0, UserInfo.Length: 0 })
            yield return $"{Place}.publicUrl: not an address: \"{options.PublicUrl}\"; write one, such as https://chaos.example";
        if (options.Timeout < TimeSpan.FromSeconds(1) || options.Timeout > TimeSpan.FromMinutes(5))
            yield return Range("timeout", Quantity.Format(options.Timeout), "a duration from 1s to 5m");
        if (options.Attempts is < 1 or > 1000) yield return Range("attempts", $"{options.Attempts}", "a whole number from 1 to 1000");
        if (options.Age < TimeSpan.FromMinutes(1) || options.Age > TimeSpan.FromDays(30))
            yield return Range("age", Quantity.Format(options.Age), "a duration from 1m to 30d");
        foreach (var (name, receiver) in options.Receivers)
            foreach (var problem in Problems(name, receiver)) yield return $"{Place}.receivers.{problem}";

        static string Range(string name, string value, string right) => $"{Place}.{name}: out of range: \"{value}\"; write {right}";
    }

    private static IEnumerable<string> Problems(string name, ReceiverOptions options)
    {
        if (!NamePattern().IsMatch(name))
        {
            yield return $"{name}: not a name; write a letter and then letters and digits, at most 40, so that "
                + $"CHAOSSERVICE__NOTIFICATIONS__RECEIVERS__NAME__TOKEN can name it, too";
            yield break;
        }
        if (AllPresets.Find(options.Kind) is not { } preset)
        {
            var kinds = AllPresets.All.Select(p => p.Kind);
            yield return $"{name}.kind: no such kind: \"{options.Kind}\"; write one of: "
                + $"{string.Join(", ", kinds)}{MapReader.Nearest(options.Kind, kinds)}";
            yield break;
        }
        foreach (var problem in Common(options, preset).Concat(Hidden(options)).Concat(Useless(options, preset))
            .Concat(preset.Problems(options)))
            yield return $"{name}.{problem}";
    }

    private static IEnumerable<string> Common(ReceiverOptions options, IPreset preset)
    {
        if (options.Url.Length == 0 && preset.DefaultUrl is null) yield return "url: empty; write the address of the receiver";
        else if (options.Url.Length > 0 && options.Url != Secret.Hidden && Url(options.Url) is null)
            yield return "url: not an address (it may hold a secret and is not shown); write http:// or https://, a host and a path, "
                + "without a user's name in it";
        List<string> events = [], labels = [];
        EventFilter.TypesOf(options.Events, [], events);
        EventFilter.LabelsOf(options.Labels, labels);
        foreach (var word in events)
            yield return EventTypes.All.Any(t => t.Name == word && t.Always)
                ? $"events: {word} cannot be chosen; every receiver is told of it"
                : $"events: no such event: \"{word}\"; write some of: alerts, all, "
                    + $"{string.Join(", ", EventTypes.Choices)}{MapReader.Nearest(word, EventTypes.Choices)}";
        foreach (var part in labels) yield return $"labels: not a label: \"{part}\"; write name=value, with commas between several";
        foreach (var experiment in options.Experiments.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(e => !ExperimentPattern().IsMatch(e)))
            yield return $"experiments: not a name: \"{experiment}\"; write names of experiments, or how they begin: etcd-*";
    }

    private static IEnumerable<string> Hidden(ReceiverOptions options) =>
        new[] { ("url", options.Url), ("secret", options.Secret), ("token", options.Token) }.Where(o => o.Item2 == Secret.Hidden)
            .Select(o =>
                $"{o.Item1}: \"{Secret.Hidden}\" is what `chaosctl config` prints in its place; write the value itself, best in "
                    + $"the environment");

    private static IEnumerable<string> Useless(ReceiverOptions options, IPreset preset) =>
        new[] { ("secret", options.Secret), ("token", options.Token), ("repository", options.Repository), ("dashboard", options.Dashboard) }
            .Where(o => o.Item2.Length > 0 && !preset.Uses.Contains(o.Item1))
            .Select(o => $"{o.Item1}: means nothing for {preset.Kind}; leave it out");

    /// <summary>Null when a request cannot be sent to it.</summary>
    private static Uri? Url(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            && url is { Host.Length: > 0, UserInfo.Length: 0, Fragment.Length: 0 } && !text.Any(char.IsWhiteSpace) ? url : null;

    [GeneratedRegex("^[a-z][a-z0-9]{0,39}$")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"^(suite/)?[a-z0-9-]*\*?$")]
    private static partial Regex ExperimentPattern();
}
