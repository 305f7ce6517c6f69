using ChaosService.Model.Suites;

namespace ChaosService.Tests.Engine.Suites;

public sealed class SuiteResolutionTests
{
    private static readonly SuiteCandidate[] Candidates =
    [
        Candidate("c", ("suite", "quick"), ("db", "etcd")), Candidate("a", ("suite", "quick"), ("db", "redis")),
        Candidate("b", ("suite", "full")), Candidate("d"),
    ];

    [Fact]
    public void Selector_chooses_those_with_all_of_its_labels_by_name()
    {
        Assert.Equal(["a", "c"], Names(Selecting(("suite", "quick"))));
        Assert.Equal(["c"], Names(Selecting(("suite", "quick"), ("db", "etcd"))));
        Assert.Equal(["a", "c"], Names(Selecting(("suite", "quick")), [.. Candidates.Reverse()]));
    }

    [Fact]
    public void List_keeps_its_own_order() => Assert.Equal(["d", "a", "b"], Names(Listing("d", "a", "b")));

    [Fact]
    public void Selector_that_chooses_nothing_is_refused_with_the_labels_there_are()
    {
        Assert.Equal(
            "no experiment has suite=quik; the labels there are: db=etcd, db=redis, suite=full, suite=quick",
            Refusal(Selecting(("suite", "quik"))));
        Assert.Equal("there are no experiments to choose from", Refusal(Selecting(("suite", "quick")), []));
    }

    [Fact]
    public void List_that_names_what_there_is_not_is_refused_with_all_of_them() =>
        Assert.Equal(
            "there is no experiment 'bb' (did you mean 'b'?), 'wholly-else'; there are: a, b, c, d",
            Refusal(Listing("a", "bb", "wholly-else")));

    [Fact]
    public void Selector_that_chooses_too_many_is_refused() =>
        Assert.Contains(
            "chooses 201 experiments",
            Refusal(Selecting(("x", "y")), [.. Enumerable.Range(0, 201).Select(i => Candidate($"e{i}", ("x", "y")))]));

    [Fact]
    public void Seed_of_a_member_depends_on_the_suites_seed_and_its_name_alone()
    {
        var (few, many) = (Resolve(Listing("b") with { Seed = 7 }), Resolve(Listing("a", "b", "c") with { Seed = 7 }));

        Assert.Equal(few.Single().Seed, many[1].Seed);
        Assert.Equal(3, many.Select(m => m.Seed).Distinct().Count());
        Assert.NotEqual(few.Single().Seed, Resolve(Listing("b") with { Seed = 8 }).Single().Seed);
        Assert.Null(Resolve(Listing("b")).Single().Seed);
    }

    private static SuiteCandidate Candidate(string name, params (string Key, string Value)[] labels) =>
        new(name, labels.ToDictionary(l => l.Key, l => l.Value));

    private static Suite Selecting(params (string Key, string Value)[] labels) =>
        new() { Name = "s", Selector = labels.ToDictionary(l => l.Key, l => l.Value) };

    private static Suite Listing(params string[] names) => new() { Name = "s", Experiments = names };

    private static IReadOnlyList<SuiteMember> Resolve(Suite suite) => SuiteResolution.Resolve(suite, Candidates).Members;

    private static IEnumerable<string> Names(Suite suite, SuiteCandidate[]? candidates = null) =>
        SuiteResolution.Resolve(suite, candidates ?? Candidates).Members.Select(m => m.Experiment);

    private static string Refusal(Suite suite, SuiteCandidate[]? candidates = null)
    {
        var (members, refusal) = SuiteResolution.Resolve(suite, candidates ?? Candidates);
        Assert.Empty(members);
        return refusal!;
    }
}
