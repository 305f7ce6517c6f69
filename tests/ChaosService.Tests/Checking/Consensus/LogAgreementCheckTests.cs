using ChaosService.Checking.Consensus;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Tests.Checking.Consensus;

public sealed class LogAgreementCheckTests
{
    private static readonly string[] Three = ["1", "2", "3"];

    private static CommittedView View(int member, long commit, string sum, string since = "a", string group = "1/0") =>
        new($"{member}", group, since, commit, Three, sum == "" ? [] : [new CommittedMark(((commit - 1) / 64 * 64) + 1, commit, sum)]);

    private static Script Seen(Script script, long at, int member, params CommittedView[] views) =>
        script.Observed(CommittedView.Topic, $"ts{member}", at, CommittedView.ToValue(views));

    private static Script Play(params (long At, int Member, long Commit, string Sum)[] sights) =>
        sights.Aggregate(new Script(), (s, o) => Seen(s, o.At, o.Member, View(o.Member, o.Commit, o.Sum)));

    private static CheckVerdict Check(Script script, long end = 20_000) =>
        script.Phase(RunPhase.FinalReadsEnded, end).Check("log-agreement", new LogAgreementParameters());

    [Fact]
    public void Logs_that_are_prefixes_of_each_other_and_the_same_at_the_end_are_valid()
    {
        var verdict = Check(Play((1000, 1, 3, "aa"), (1500, 2, 2, "bb"), (2000, 2, 3, "aa"), (2500, 1, 70, "cc"), (3000, 2, 70, "cc")));
        Assert.Equal((Outcome.Valid, "1 log of 2 members agree at 2 positions"), (verdict.Outcome, verdict.Summary));
        Assert.Equal((1d, 70d, 5d), (verdict.Figures["group_count"], verdict.Figures["entry_count"], verdict.Figures["observation_count"]));
    }

    [Fact]
    public void Different_entries_at_one_position_are_found_once_for_a_block_with_the_fault()
    {
        var verdict = Check(
            Play((1000, 1, 5, "aa"), (3000, 2, 5, "bb"), (3500, 1, 6, "cc"), (4000, 2, 6, "dd")).Fault("f1", 2000, 2900));
        var finding = Assert.Single(verdict.Findings);
        Assert.Equal(("diverged", "f1"), (finding.Anomaly, finding.Faults.Single()));
        Assert.Equal(
            "the entries 1 to 5 of 1/0 differ: ts1 had committed what has the checksum aa at 1.000 s (history index 1000), and ts2 had "
                + "committed what has the checksum bb at 3.000 s (history index 1001)",
            finding.Explanation);
        Assert.Equal((Outcome.Invalid, 1d), (verdict.Outcome, verdict.Figures["diverged_block_count"]));
    }

    [Fact]
    public void Member_that_has_other_entries_than_before_is_found() =>
        Assert.Equal("diverged", Check(Play((1000, 1, 5, "aa"), (3000, 1, 5, "bb"))).Findings.Single().Anomaly);

    [Fact]
    public void Groups_have_logs_of_their_own()
    {
        var script = Seen(new Script(), 1000, 1, View(1, 5, "aa"), View(1, 5, "bb", group: "catalog"));
        Assert.Equal(Outcome.Valid, Check(Seen(script, 1000, 2, View(2, 5, "aa"), View(2, 5, "bb", group: "catalog"))).Outcome);
    }

    [Fact]
    public void Commit_index_that_goes_back_is_found_unless_the_member_began_again()
    {
        var broken = Check(Play((1000, 1, 5, "aa"), (2000, 2, 5, "aa"), (3000, 1, 4, "bb"), (4000, 1, 5, "aa")));
        Assert.Equal(
            "in 1/0 ts1 had committed 5 entries at 1.000 s (history index 1000), and 4 at 3.000 s (history index 1002)",
            Assert.Single(broken.Findings).Explanation);
        var restarted = Seen(Play((1000, 1, 5, "aa"), (2000, 2, 5, "aa")), 3000, 1, View(1, 4, "bb", since: "b"));
        Assert.Equal(Outcome.Valid, Check(Seen(restarted, 4000, 1, View(1, 5, "aa", since: "b"))).Outcome);
    }

    [Fact]
    public void Member_that_is_behind_at_the_quiet_end_is_found()
    {
        var verdict = Check(Play((1000, 1, 5, "aa"), (1000, 2, 5, "aa"), (2000, 1, 6, "bb"), (2000, 3, 6, "bb")));
        Assert.Equal(
            ("behind", "at the end 1/0 is not the same everywhere: ts1 had committed 6 entries at 2.000 s (history index 1002), and ts2 no "
                + "more than 5 to the end"),
            (Assert.Single(verdict.Findings).Anomaly, verdict.Findings[0].Explanation));
    }

    [Fact]
    public void Member_that_had_no_time_to_hear_of_an_entry_is_not_behind() =>
        Assert.Equal(Outcome.Valid, Check(Play((1000, 1, 5, "aa"), (1000, 2, 5, "aa"), (2000, 1, 6, "bb")), end: 3000).Outcome);

    [Fact]
    public void Member_that_is_silent_at_the_end_or_has_no_copy_any_more_or_is_no_voter_is_not_behind()
    {
        var script = Play((1000, 1, 5, "aa"), (1000, 2, 5, "aa"), (1000, 3, 5, "aa"), (2000, 1, 6, "bb"));
        script.Observed(CommittedView.Topic, "ts2", 3000, OpValue.None);
        Assert.Equal(Outcome.Valid, Check(Seen(Seen(script, 3000, 3), 1000, 4, View(4, 3, "cc"))).Outcome);
    }

    [Fact]
    public void Member_that_was_given_a_snapshot_is_compared_from_its_next_block_on()
    {
        var script = Seen(Play((1000, 1, 60, "aa"), (2000, 1, 65, "bb")), 1000, 2, View(2, 60, ""));
        Assert.Equal(Outcome.Valid, Check(Seen(script, 2000, 2, View(2, 65, "bb"))).Outcome);
    }

    [Fact]
    public void Nothing_to_compare_an_early_end_and_another_form_are_unknown()
    {
        const string Nothing = "no two members were seen at one position of a log, so nothing can be said";
        Assert.Equal((Outcome.Unknown, Nothing), (Check(new Script()).Outcome, Check(new Script()).Summary));
        Assert.Equal(Nothing, Check(Play((1000, 1, 5, "aa"))).Summary);
        Assert.Equal(
            "the run was not observed to its end",
            Play((1000, 1, 5, "aa"), (1000, 2, 5, "aa")).Check("log-agreement", new LogAgreementParameters()).Summary);
        var other = Play((1000, 1, 5, "aa"), (1000, 2, 5, "aa")).Observed(CommittedView.Topic, "ts3", 2000, OpValue.Integer(17));
        Assert.Equal("what ts3 said at 2.000 s is not understood: 17", Check(other).Summary);
    }
}
