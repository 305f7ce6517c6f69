using System.Security.Cryptography;
using ChaosService.Checking.KeyValue;
using ChaosService.Model.Histories;
using ChaosService.Model.KeyValue;
using ChaosService.Model.Verdicts;

namespace ChaosService.Tests.Checking.KeyValue;

public class MerkleAgreesCheckTests
{
    private static readonly (string, string)[] Three = [("chaosservice/r/0/k1", "1"), ("b", "x y"), ("ü", "")];

    private static CheckVerdict Check(Script script) => script.Check("merkle-agrees", new MerkleAgreesParameters());

    private static (Outcome Outcome, string Summary) Told(Script script) => Check(script) is var v ? (v.Outcome, v.Summary) : default;

    /// <summary>A fault until 20 ms, and all nodes synced from 30 to 35 ms.</summary>
    private static Script Run(OpType answer = OpType.Ok, long at = 30) =>
        new Script().Fault("f1", 10, 20).Act(SyncActions.Kind, answer, at, at + 5);

    private static Script Tree(Script script, string node, (string, string)[] entries, string? root = null, long? repaired = 1)
    {
        var values = entries.ToDictionary(e => e.Item1, e => e.Item2);
        return script.Observed(TreeView.Topic, node, 100, new TreeView(root ?? MerkleRoot.Of(values), values, repaired).ToValue());
    }

    private static Script Equal(Script script) => Tree(Tree(script, "n1", Three), "n2", Three);

    private static Script Differing(Script script) => Tree(Tree(script, "n1", Three), "n2", Three[1..]);

    [Fact]
    public void Equal_contents_with_their_hash_after_a_repair_are_valid() => Assert.Equal(
        (Outcome.Valid, "2 nodes have the same contents and their hash, after SYNC repaired 2 keys"), Told(Equal(Run())));

    [Fact]
    public void Root_is_that_of_the_definition()
    {
        Assert.Equal(new string('0', 64), MerkleRoot.Of(new Dictionary<string, string>()));
        var (a, b, c) = (Leaf("a", "1"), Leaf("b", "x y"), Leaf("ü", ""));
        Assert.Equal(Convert.ToHexStringLower(a), MerkleRoot.Of(new Dictionary<string, string> { ["a"] = "1" }));
        Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData([.. SHA256.HashData([.. a, .. b]), .. c])),
            MerkleRoot.Of(new Dictionary<string, string> { ["ü"] = "", ["b"] = "x y", ["a"] = "1" }));

        static byte[] Leaf(string key, string value)
        {
            byte[] keyBytes = [.. System.Text.Encoding.UTF8.GetBytes(key)], valueBytes = [.. System.Text.Encoding.UTF8.GetBytes(value)];
            return SHA256.HashData([0, 0, 0, (byte)keyBytes.Length, .. keyBytes, 0, 0, 0, (byte)valueBytes.Length, .. valueBytes]);
        }
    }

    [Fact]
    public void Hash_that_is_not_of_the_contents_is_found_even_where_all_nodes_agree()
    {
        var wrong = new string('a', 64);
        var verdict = Check(Tree(Tree(Run(), "n1", Three, wrong), "n2", Three, wrong));
        Assert.Equal(Outcome.Invalid, verdict.Outcome);
        Assert.Equal(["wrong-root", "wrong-root"], verdict.Findings.Select(f => f.Anomaly));
        Assert.StartsWith("n1 gives aaaaaaaaaaaaaaaa… as the hash of its 3 keys; it is ", verdict.Findings[0].Explanation);
    }

    [Fact]
    public void Key_that_a_sync_did_not_repair_is_found()
    {
        var finding = Assert.Single(Check(Differing(Run())).Findings);
        Assert.Equal("not-repaired", finding.Anomaly);
        Assert.Equal(
            "chaosservice/r/0/k1 was not changed after the SYNC at 0.030 s, and at the end n1 has 1, n2 has nothing", finding.Explanation);
    }

    [Theory]
    [InlineData(OpType.Ok, 1, 29, Outcome.Invalid)]
    [InlineData(OpType.Ok, 29, 31, Outcome.Unknown)]
    [InlineData(OpType.Info, 1, 2, Outcome.Unknown)]
    [InlineData(OpType.Fail, 40, 41, Outcome.Invalid)]
    public void Key_that_may_have_been_changed_since_is_not_judged(OpType type, long from, long until, Outcome outcome) =>
        Assert.Equal(outcome, Check(Differing(Run().Write(1, from, until, type))).Outcome);

    [Fact]
    public void Sync_that_came_too_early_or_not_at_all_says_nothing()
    {
        Assert.Equal(
            (Outcome.Unknown, "the last SYNC, at 0.015 s, came before f1 (network-partition) had ended"), Told(Differing(Run(at: 15))));
        Assert.Equal((Outcome.Unknown, "no action merklekv-sync was carried out"), Told(Differing(Run(OpType.Fail))));
        Assert.Equal((Outcome.Unknown, "no action merklekv-sync was carried out"), Told(Equal(new Script())));
        Assert.Equal(
            (Outcome.Unknown, "the action late came after the last SYNC, and may have changed what a node has"),
            Told(Differing(Run().Action("late", OpType.Ok, 40, 41))));
    }

    [Fact]
    public void Too_little_seen_is_unknown()
    {
        Assert.Equal((Outcome.Unknown, "the hashes of fewer than two nodes were seen"), Told(Run()));
        Assert.Equal(
            (Outcome.Unknown, "n2 did not say what it has at the end"),
            Told(Tree(Run(), "n1", Three).Observed(TreeView.Topic, "n2", 100, OpValue.None)));
        Assert.Equal(
            (Outcome.Unknown, "no SYNC found anything to repair"),
            Told(Tree(Tree(Run(), "n1", Three, repaired: 0), "n2", Three, repaired: null)));
    }

    [Fact]
    public void Tree_comes_back_from_a_history()
    {
        foreach (var tree in new[] { new TreeView("ab", new Dictionary<string, string>(), null), View() })
        {
            var read = TreeView.From(tree.ToValue())!;
            Assert.Equal((tree.Root, tree.Repaired), (read.Root, read.Repaired));
            Assert.Equal(tree.Values, read.Values);
        }
        Assert.Null(TreeView.From(OpValue.Text("none")));

        static TreeView View() => new("cd", new Dictionary<string, string> { ["k"] = "v" }, 3);
    }
}
