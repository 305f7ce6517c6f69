using System.Text.RegularExpressions;
using ChaosService.Model.Experiments;
using ChaosService.Model.Suites;

namespace ChaosService.Tests.Experiments;

/// <summary>What a shipped suite says of its members is so.</summary>
public sealed partial class ShippedSuitesTests
{
    private static readonly IReadOnlyList<Experiment> All =
        [.. ShippedExperimentsTests.Files.Select(f => Shipped.Loader.Load(Path.Combine(Shipped.Root, f.Data), []).Experiment!)];

    private static bool HasMerkleKvBug(Experiment experiment) =>
        experiment.Target.Definition.Name == "merklekv" && experiment.Target.Settings.ContainsKey("BUGS");

    private static bool IsTimeseries(Experiment experiment) => experiment.Target.Definition.Name == "timeseries";

    /// <summary>Those on etcd and Redis without those that need an image, or the permission to run commands.</summary>
    private static IEnumerable<Experiment> Ready =>
        All.Where(e => e.Target.Definition.Name is "etcd" or "redis-sentinel" && !e.Faults.Any(f => f.Kind is "container-image" or "exec"));

    /// <summary>In these words, because this test knows them.</summary>
    private static readonly (Regex Words, Action<Match, Suite, IReadOnlyList<Experiment>> Holds)[] Claims =
    [
        (EveryReady(), (_, _, members) => Assert.Equal(Ready.Select(e => e.Name).Order(), members.Select(e => e.Name).Order())),
        (EveryTimeseries(), (_, _, members) => Assert.Equal(
            All.Where(IsTimeseries).Select(e => e.Name).Order(), members.Select(e => e.Name).Order())),
        (EveryMerkleKvBug(), (_, _, members) => Assert.Equal(
            All.Where(HasMerkleKvBug).Select(e => e.Name).Order(), members.Select(e => e.Name).Order())),
        (LongestLast(), (_, _, members) => Assert.Equal(All.MaxBy(e => e.Duration)!.Name, members[^1].Name)),
        (Labelled(), (words, suite, _) => Assert.Equal([words.Groups["label"].Value], suite.Selector!.Select(s => $"{s.Key}={s.Value}"))),
        (AtMostAMinute(), (_, _, members) => Assert.All(members, e => Assert.InRange(e.Duration, TimeSpan.Zero, TimeSpan.FromMinutes(1)))),
    ];

    [Theory]
    [MemberData(nameof(ShippedExperimentsTests.SuiteFiles), MemberType = typeof(ShippedExperimentsTests))]
    public void Suite_holds_what_it_says(string file)
    {
        var text = File.ReadAllText(Path.Combine(Shipped.Root, file));
        var suite = Shipped.Suites.Load(Path.Combine(Shipped.Root, file)).Suite!;
        var resolved = SuiteResolution.Resolve(suite, [.. All.Select(e => new SuiteCandidate(e.Name, e.Labels))]).Members;
        var members = resolved.Select(m => All.Single(e => e.Name == m.Experiment)).ToList();
        var said = Claims.Select(c => (Words: c.Words.Match(suite.Description), c.Holds)).Where(c => c.Words.Success).ToList();

        Assert.NotEmpty(said);
        foreach (var (words, holds) in said) holds(words, suite, members);
        // Elsewhere in the file nothing is claimed of all experiments that is not tested here.
        Assert.DoesNotMatch(Everything(), string.Join('\n', text.Split('\n').Where(l => l.StartsWith('#'))));
    }

    [GeneratedRegex(@"\bevery experiment of the time-series cluster\b", RegexOptions.IgnoreCase)]
    private static partial Regex EveryTimeseries();

    [GeneratedRegex(@"\bevery experiment with a bug of MerkleKV's nodes\b", RegexOptions.IgnoreCase)]
    private static partial Regex EveryMerkleKvBug();

    [GeneratedRegex(@"\bevery shipped experiment on etcd and Redis that needs nothing prepared\b", RegexOptions.IgnoreCase)]
    private static partial Regex EveryReady();

    [GeneratedRegex(@"\bthe longest last\b")]
    private static partial Regex LongestLast();

    [GeneratedRegex(@"\blabelled (?<label>\w+=\w+)\b")]
    private static partial Regex Labelled();

    [GeneratedRegex(@"\bat most a minute\b")]
    private static partial Regex AtMostAMinute();

    [GeneratedRegex(@"\b(every|everything|all)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Everything();
}
