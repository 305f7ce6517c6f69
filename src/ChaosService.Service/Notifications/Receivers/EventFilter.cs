using ChaosService.Service.Notifications.Events;
using ChaosService.Service.Options;

namespace ChaosService.Service.Notifications.Receivers;

/// <summary>Which events a receiver gets.</summary>
internal sealed class EventFilter
{
    private const StringSplitOptions Tidy = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;

    private readonly HashSet<string> _types;
    private readonly string[] _experiments;
    private readonly (string Name, string Value)[] _labels;

    /// <param name="options">Valid.</param>
    public EventFilter(ReceiverOptions options, IReadOnlyList<string> defaults)
    {
        Types = TypesOf(options.Events, defaults, []);
        _types = [.. Types];
        _experiments = options.Experiments.Split(',', Tidy);
        _labels = [.. LabelsOf(options.Labels, [])];
    }

    public IReadOnlyList<string> Types { get; }

    public bool TakesType(string type) => _types.Contains(type);

    public bool Passes(Notification e) =>
        TakesType(e.Type) && PassesExperiment(e.Data.Experiment) && _labels.All(l => e.Data.Labels?.GetValueOrDefault(l.Name) == l.Value);

    /// <summary>Adds every name that is not a type.</summary>
    public static IReadOnlyList<string> TypesOf(string text, IReadOnlyList<string> defaults, List<string> wrong)
    {
        List<string> types = [];
        foreach (var word in text.Split(',', Tidy))
        {
            if (word == "all") types.AddRange(EventTypes.Choices);
            else if (word == "alerts") types.AddRange(EventTypes.Alerts);
            else if (EventTypes.Choices.Contains(word)) types.Add(word);
            else wrong.Add(word);
        }
        return types.Count == 0 ? defaults : [.. types.Distinct()];
    }

    /// <summary>Adds every part that is not a label.</summary>
    public static IReadOnlyList<(string Name, string Value)> LabelsOf(string text, List<string> wrong)
    {
        List<(string, string)> labels = [];
        foreach (var part in text.Split(',', Tidy))
        {
            if (part.Split('=', 2, StringSplitOptions.TrimEntries) is [{ Length: > 0 } name, var value]) labels.Add((name, value));
            else wrong.Add(part);
        }
        return labels;
    }

    private bool PassesExperiment(string? experiment) =>
        _experiments.Length == 0 || (experiment is not null
            && _experiments.Any(e => e.EndsWith('*') ? experiment.StartsWith(e[..^1], StringComparison.Ordinal) : experiment == e));
}
