using System.Text;
using ChaosService.Checking;
using ChaosService.Checking.Consensus;
using ChaosService.Engine.Histories.Reading;
using ChaosService.Model.Checks;
using ChaosService.Model.Verdicts;

namespace ChaosService.Tests.Checking.Consensus;

public class OneLeaderPerTermCheckTests
{
    private const string Ended = """{"time":9000000000,"process":"run","type":"info","f":"ended"}""";

    private static CheckVerdict Check(params string[] lines)
    {
        var text = string.Join('\n', [.. lines, Ended]) + "\n";
        var history = HistoryReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "h");
        return CheckKinds.All().Single(k => k.Name == "one-leader-per-term")
            .Check(history, new OneLeaderPerTermParameters(), CheckBudget.Unlimited);
    }

    private static string Seen(int second, string node, string value) =>
        $$"""{"time":{{second}}000000000,"process":"observer","type":"info","f":"raft","key":"{{node}}","value":{{value}}}""";

    private static string Raft(int second, int member, int term, int? leader) => Seen(
        second, $"etcd{member}", $$"""{"member":"{{member}}a","term":{{term}},"leader":{{(leader is { } l ? $"\"{l}a\"" : "null")}}}""");

    private static string Voted(int second, int term, string? vote) => Seen(
        second, "ts1",
        $$"""[{"group":"1/0","member":"1","term":{{term}},"leader":"2"{{(vote is null ? "" : $",\"vote\":\"{vote}\"")}}}]""");

    [Fact]
    public void One_leader_in_each_term_is_valid()
    {
        var verdict = Check(Raft(1, 1, 2, 1), Raft(1, 2, 2, 1), Raft(2, 2, 3, null), Raft(3, 2, 3, 2), Raft(4, 1, 3, 2));
        Assert.Equal((Outcome.Valid, "2 terms with one leader each, as 2 members saw it"), (verdict.Outcome, verdict.Summary));
        Assert.Equal((2d, 2d, 5d), (verdict.Figures["term_count"], verdict.Figures["leader_count"], verdict.Figures["observation_count"]));
    }

    [Fact]
    public void Two_leaders_in_one_term_are_found_with_the_lines_that_show_them_and_the_fault()
    {
        var verdict = Check(
            Raft(1, 1, 2, 1), """
            {"time":1500000000,"process":"nemesis","type":"info","f":"inject","value":{"fault":"f1","kind":"network-partition","nodes":[]}}
            """.Trim(), Raft(2, 2, 3, 2), Raft(7, 3, 3, 3), Raft(8, 1, 3, 2));
        Assert.Equal(Outcome.Invalid, verdict.Outcome);
        var finding = Assert.Single(verdict.Findings);
        Assert.Equal(
            "in term 3 etcd2 had the leader etcd2 at 2.000 s (history index 2), and "
                + "etcd3 had the leader etcd3 at 7.000 s (history index 3)",
            finding.Explanation);
        Assert.Equal(("two-leaders", "f1"), (finding.Anomaly, finding.Faults.Single()));
        Assert.StartsWith("1 term of 2 had two leaders: in term 3 etcd2", verdict.Summary);
    }

    [Fact]
    public void Groups_have_terms_of_their_own()
    {
        static string Group(string name, int leader) => $$"""{"group":"{{name}}","member":"1","term":3,"leader":"{{leader}}"}""";
        var valid = Check(Seen(1, "ts1", $"[{Group("catalog", 1)},{Group("1/0", 2)}]"), Seen(2, "ts1", "[]"));
        Assert.Equal((Outcome.Valid, 2d, 2d), (valid.Outcome, valid.Figures["term_count"], valid.Figures["group_count"]));

        var invalid = Check(Seen(1, "ts1", $"[{Group("catalog", 1)},{Group("1/0", 2)}]"), Seen(2, "ts2", $"[{Group("1/0", 3)}]"));
        Assert.StartsWith("in term 3 of 1/0 ts1 had the leader 2 at 1.000 s", Assert.Single(invalid.Findings).Explanation);
    }

    [Theory]
    [InlineData(null, "vote-forgotten", "in term 3 of 1/0 ts1 had voted for 2 at 1.000 s, and for nobody at 4.000 s (history index 2)")]
    [InlineData("3", "voted-twice", "in term 3 of 1/0 ts1 had voted for 2 at 1.000 s, and for 3 at 4.000 s (history index 2)")]
    public void Vote_that_does_not_last_its_term_is_found(string? vote, string anomaly, string explanation)
    {
        var verdict = Check(Voted(1, 3, "2"), Seen(2, "ts1", "null"), Voted(4, 3, vote), Voted(5, 3, vote));
        var finding = Assert.Single(verdict.Findings);
        Assert.Equal((anomaly, explanation), (finding.Anomaly, finding.Explanation));
        Assert.Equal((Outcome.Invalid, $"1 vote did not last: {explanation}"), (verdict.Outcome, verdict.Summary));
        Assert.Equal((0d, 1d), (verdict.Figures["violated_term_count"], verdict.Figures["lost_vote_count"]));
    }

    [Fact]
    public void Vote_of_another_term_and_one_of_a_group_that_was_left_meanwhile_are_no_matter()
    {
        Assert.Equal(Outcome.Valid, Check(Voted(1, 3, null), Voted(2, 3, "2"), Voted(3, 4, null), Voted(4, 4, "1")).Outcome);
        Assert.Equal(Outcome.Valid, Check(Voted(1, 3, "2"), Seen(2, "ts1", "[]"), Voted(3, 3, null)).Outcome);
    }

    [Fact]
    public void Leader_that_was_never_asked_is_named_by_its_id() =>
        Assert.Contains("etcd1 had the leader 9a at", Check(Raft(1, 1, 2, 9), Raft(2, 2, 2, 1)).Findings.Single().Explanation);

    [Fact]
    public void Nothing_observed_is_unknown()
    {
        const string Nothing = "no member was seen to have a leader, so nothing can be said";
        Assert.Equal((Outcome.Unknown, Nothing), (Check().Outcome, Check().Summary));
        Assert.Equal(Nothing, Check(Raft(1, 1, 2, null), Seen(2, "etcd2", "null")).Summary);
        Assert.Equal(Nothing, Check(Seen(1, "sentinel1", "\"redis1\"").Replace("\"raft\"", "\"primary\"")).Summary);
    }

    [Fact]
    public void Observation_of_another_form_leaves_it_unknown_and_a_violation_certain()
    {
        var verdict = Check(Raft(1, 1, 2, 1), Seen(2, "etcd2", "17"));
        Assert.Equal((Outcome.Unknown, "what etcd2 said at 2.000 s is not understood: 17"), (verdict.Outcome, verdict.Summary));
        Assert.Equal(Outcome.Invalid, Check(Raft(1, 1, 2, 1), Seen(2, "etcd2", "17"), Raft(3, 2, 2, 2)).Outcome);
    }

    [Fact]
    public void Lost_events_leave_it_unknown()
    {
        var verdict = Check(Raft(1, 1, 2, 1), """{"time":2000000000,"process":"run","type":"info","f":"dropped","value":{"dropped":3}}""");
        Assert.Equal(Outcome.Unknown, verdict.Outcome);
    }
}
