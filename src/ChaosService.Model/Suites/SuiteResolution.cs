using ChaosService.Model.Configuration;
using ChaosService.Model.Randomness;

namespace ChaosService.Model.Suites;

/// <summary>An experiment that a suite can choose.</summary>
public sealed record SuiteCandidate(string Name, IReadOnlyDictionary<string, string> Labels);

/// <summary>
/// From a suite to its members, at the moment it is triggered. The same candidates give the same members in the same order.
/// </summary>
public static class SuiteResolution
{
    /// <summary>The members in the order in which they run, or a sentence that says why there are none and what exists.</summary>
    public static (IReadOnlyList<SuiteMember> Members, string? Refusal) Resolve(Suite suite, IReadOnlyCollection<SuiteCandidate> candidates)
    {
        if (candidates.Count == 0) return ([], "there are no experiments to choose from");
        var names =
            suite.Experiments ?? [.. candidates.Where(c => Has(c, suite.Selector!)).Select(c => c.Name).Order(StringComparer.Ordinal)];
        if (Refusal(suite, names, candidates) is { } refusal) return ([], refusal);
        var cells = suite.Matrix?.Cells() ?? [[]];
        if (names.Count * cells.Count > Suite.MembersMax)
            return ([], $"{names.Count} experiments in {cells.Count} cells of the matrix are {names.Count * cells.Count} members, and a "
                + $"suite has at most {Suite.MembersMax}; choose fewer, or exclude cells");
        return ([.. names.SelectMany(n => cells.Select(cell => Seeded(suite, new SuiteMember { Experiment = n, Cell = cell })))], null);
    }

    /// <summary>
    /// Depends only on the suite's seed and the member's name, so that it stays the same when other members come and go.
    /// </summary>
    private static SuiteMember Seeded(Suite suite, SuiteMember member) =>
        suite.Seed is { } seed ? member with { Seed = SeededRandom.Derive(seed, member.Name).Next(int.MaxValue) } : member;

    private static bool Has(SuiteCandidate candidate, IReadOnlyDictionary<string, string> selector) =>
        selector.All(wanted => candidate.Labels.TryGetValue(wanted.Key, out var value) && value == wanted.Value);

    private static string? Refusal(Suite suite, IReadOnlyList<string> names, IReadOnlyCollection<SuiteCandidate> candidates)
    {
        if (names.Count == 0)
        {
            var labels = candidates.SelectMany(c => c.Labels.Select(Text)).Distinct().Order(StringComparer.Ordinal).ToList();
            return $"no experiment has {string.Join(" and ", suite.Selector!.Select(Text))}; the labels there are: "
                + $"{(labels.Count == 0 ? "none" : string.Join(", ", labels))}";
        }
        if (names.Count > Suite.MembersMax)
            return $"the selector chooses {names.Count} experiments and a suite has at most {Suite.MembersMax}; choose fewer";
        var known = candidates.Select(c => c.Name).Order(StringComparer.Ordinal).ToList();
        var missing = names.Except(known).Select(n => $"'{n}'{MapReader.Nearest(n, known)}").ToList();
        return missing.Count == 0 ? null : $"there is no experiment {string.Join(", ", missing)}; there are: {string.Join(", ", known)}";
    }

    private static string Text(KeyValuePair<string, string> label) => $"{label.Key}={label.Value}";
}
