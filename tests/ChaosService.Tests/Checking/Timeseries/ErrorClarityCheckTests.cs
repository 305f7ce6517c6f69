using ChaosService.Checking.Timeseries.Errors;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Tests.Checking.Timeseries;

public class ErrorClarityCheckTests
{
    private static CheckVerdict Check(params string[] errors)
    {
        var script = new Script().WritePoints(10_000, 3, 0, 5);
        foreach (var error in errors) script.WritePoints(20_000, 3, 10, 15, OpType.Fail, error: error);
        return script.Check("error-clarity", new ErrorClarityParameters());
    }

    [Theory]
    [InlineData("nothing is stored: node 2 does not lead partition 1 of shard 3")]
    [InlineData("partial write of line protocol occurred: line 4: the field load has no value")]
    [InlineData("'Asleep' is no status: give one of Active, Inactive")]
    [InlineData("Resource already exists")]
    [InlineData("writes to t0 are refused while less than 8 MiB are free")]
    public void Text_with_a_subject_and_a_cause_is_clear(string text) => Assert.Equal(Outcome.Valid, Check(text).Outcome);

    [Theory]
    [InlineData("empty", " ")]
    [InlineData("no-cause", "node down")]
    [InlineData("no-subject", "something went wrong here")]
    [InlineData("insides", "node 2 failed: System.InvalidOperationException: Sequence contains no elements")]
    [InlineData("insides", "node 2 failed\n   at Writer.Write(String line)")]
    public void Text_that_breaks_a_rule_is_found(string anomaly, string text)
    {
        var verdict = Check("node 1 is not there any more", text, text);
        Assert.Equal((Outcome.Invalid, anomaly, 2L), (verdict.Outcome, verdict.Findings.Single().Anomaly, verdict.Findings.Single().Count));
    }

    [Fact]
    public void Endless_text_is_found() => Assert.Equal("endless", Check($"node 1: {new string('x', 3000)}").Findings.Single().Anomaly);

    [Fact]
    public void No_error_is_unknown() => Assert.Equal("no error was answered, so there is none to read", Check().Summary);
}
