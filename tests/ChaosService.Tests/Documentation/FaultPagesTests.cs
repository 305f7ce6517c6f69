using System.Text.RegularExpressions;
using ChaosService.Tests.Experiments;
using ChaosService.Tests.Faults;

namespace ChaosService.Tests.Documentation;

/// <summary>Each kind of fault has a page, and what it says of the kind's keys is what the kind reads.</summary>
public sealed partial class FaultPagesTests
{
    public static TheoryData<string> Kinds => [.. Shipped.Catalog.Faults.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Page_lists_the_keys_that_the_kind_reads(string kind) => Assert.Equal(KeysOf(kind), KeysOn(PageOf(kind)));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Example_of_the_page_is_taken(string kind)
    {
        var example = Assert.Single(PageOf(kind).Blocks, b => b.Language == "yaml").Text;
        Assert.Contains($"kind: {kind}", example);
        var problems = Shipped.Loader.LoadText($"docs/faults/{kind}.md", Experiment(kind, example), []).Problems;
        Assert.Empty(problems.Select(p => p.ToString()));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Page_is_in_the_list_and_says_what_is_needed_and_undone(string kind)
    {
        Assert.Contains($"| [{kind}]({kind}.md) |", Promises.Read("docs/faults/README.md").Text);
        var page = PageOf(kind);
        Assert.StartsWith($"# {kind}\n", page.Text);
        Assert.All(
            (string[])["needs", "backend", "in the kernel", "proven by", "recovery", "undo", "after a crash"],
            row => Assert.Contains($"\n| {row} | ", page.Text));
    }

    private static Page PageOf(string kind) => Promises.Read($"docs/faults/{kind}.md");

    /// <summary>As somebody is told who writes a wrong one.</summary>
    private static string[] KeysOf(string kind)
    {
        var (reader, problems) = Yaml.Map(("no-such-key", "1"));
        Shipped.Catalog.Faults[kind].Bind(reader);
        reader.Done();
        var fix = problems.Single(p => p.Message == "unknown key").Fix;
        return [.. KnownKeys().Match(fix).Groups[1].Value.Split(", ", StringSplitOptions.RemoveEmptyEntries).Except(["no-such-key"])];
    }

    private static string[] KeysOn(Page page) => [.. Row().Matches(page.Text).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal)];

    /// <summary>On a target that has what the kind is for.</summary>
    private static string Experiment(string kind, string fault) =>
        $$"""
          apiVersion: chaosservice/v1
          kind: Experiment
          metadata: { name: page }
          spec:
            target: {{(kind == "mqtt-fault" ? "merklekv" : "etcd")}}
            duration: 120s
            load: [{ workload: register }]
            faults:
          {{string.Concat(fault.TrimEnd().Split('\n').Select(line => $"    {line}\n"))}}
            checks: [linearizable]
          """;

    [GeneratedRegex("known here: ([^;(]*?)(?: \\(|$)")]
    private static partial Regex KnownKeys();

    [GeneratedRegex("^\\| `(\\w+)` \\|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
