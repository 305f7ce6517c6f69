using ChaosService.Experiments.Loading.Selectors;
using ChaosService.Model.Configuration;
using ChaosService.Model.Experiments;

namespace ChaosService.Experiments.Loading.Sections;

/// <summary>Reads <c>abort: when:</c>, the conditions on live figures that end a run early.</summary>
internal static class AbortSection
{
    private static readonly TimeSpan ForDefault = TimeSpan.FromSeconds(10);

    public static IReadOnlyList<AbortRule> Read(MapReader spec, Scope scope, CheckSection checks)
    {
        if (spec.Map("abort") is not { } abort) return [];
        abort.Require("when", "write 'when: { availability: { below: 5%, for: 60s } }'");
        var when = abort.Map("when");
        abort.Done();
        if (when is null) return [];

        AbortRule?[] rules = [Availability(when, scope), Latency(when, scope), Findings(when)];
        when.Done();
        foreach (var rule in rules.OfType<AbortRule>().Where(r => r.Source != "findings" && !checks.Names.Contains(r.Source)))
            scope.Problems.Add(
                when.PlaceOf(rule.Source), $"no check measures '{rule.Source}'", null, $"add '- {rule.Source}' under checks");
        return [.. rules.OfType<AbortRule>()];
    }

    private static AbortRule? Availability(MapReader when, Scope scope)
    {
        if (when.Map("availability") is not { } reader) return null;
        reader.Require("below", "write a percentage, such as 'below: 5%'");
        var rule =
            reader.Share("below") is { } share ? new AbortRule("availability", "success_ratio", true, share, For(reader, scope)) : null;
        reader.Done();
        return rule;
    }

    private static AbortRule? Latency(MapReader when, Scope scope)
    {
        if (when.Map("latency") is not { } reader) return null;
        reader.Require("p99Above", "write a duration, such as 'p99Above: 2s'");
        var rule = scope.Positive(reader, "p99Above") is { } limit
            ? new AbortRule("latency", "p99_ms", false, limit.TotalMilliseconds, For(reader, scope))
            : null;
        reader.Done();
        return rule;
    }

    private static AbortRule? Findings(MapReader when)
    {
        if (when.Map("findings") is not { } reader) return null;
        reader.Require("above", "write a number, such as 'above: 0'");
        var rule =
            reader.Integer("above", 0, int.MaxValue) is { } count ? new AbortRule("findings", "count", false, count, TimeSpan.Zero) : null;
        reader.Done();
        return rule;
    }

    private static TimeSpan For(MapReader reader, Scope scope) => scope.Positive(reader, "for") ?? ForDefault;
}
