using ChaosService.Engine.Running.Requests;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;
using ChaosService.Tests.Engine.Fakes;
using Microsoft.Extensions.Logging;

namespace ChaosService.Tests.Engine.Running;

/// <summary>A run whose listener throws at one of its calls: all is reverted, the target is down, the verdict is as it would be.</summary>
public sealed class ThrowingListenerTests
{
    public static TheoryData<string> Calls =>
    [
        "bringing up", "waiting for steady state", "load and faults", "waiting for convergence", "final reads", "taking down", "checking",
        // Only a program that goes on until a verdict skips faults.
        "progress", .. Enum.GetNames<FaultStep>().Except([nameof(FaultStep.Skipped)]), Thrower.Everything,
    ];

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Run_goes_its_way_and_notes_it(string call)
    {
        var fails = call == nameof(FaultStep.Failed) ? 1 : 0;
        using var logs = new KeptLogs();
        using var run = Run(new Thrower(call), logs, fails);

        var result = await run.RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["revert", "recovery"], run.Fault.Calls.Skip(run.Fault.Calls.Count - 2));
        await AssertEndedAsync(run, result, logs, fails);
        Assert.Empty(result.NotReverted);
        Assert.Empty(run.Journal.Entries());
    }

    [Theory]
    [InlineData("not reverted")]
    [InlineData(Thrower.Everything)]
    public async Task Fault_that_stays_is_reported_all_the_same(string call)
    {
        using var logs = new KeptLogs();
        using var run = Run(new Thrower(call), logs, 100);

        var result = await run.RunAsync(TestContext.Current.CancellationToken);

        await AssertEndedAsync(run, result, logs, 100);
        Assert.Equal(["f1 fake: stuck"], result.NotReverted);
        Assert.Equal("f1", Assert.Single(run.Journal.Entries()).Id);
    }

    private static SmallRun Run(IRunListener listener, KeptLogs logs, int failingReverts) =>
        new() { Listener = listener, Logs = logs, Fault = new FakeFaultKind { FailingReverts = failingReverts } };

    private static async Task AssertEndedAsync(SmallRun run, RunResult result, KeptLogs logs, int failingReverts)
    {
        using var quiet = new KeptLogs();
        using var other = Run(new FakeListener(), quiet, failingReverts);
        var undisturbed = (await other.RunAsync(TestContext.Current.CancellationToken)).Record;

        Assert.Equal(1, run.TargetsDown);
        Assert.Equal(undisturbed.Verdict.Outcome, result.Record.Verdict.Outcome);
        Assert.Equal(undisturbed.Verdict.Reason, result.Record.Verdict.Reason);
        Assert.Empty(undisturbed.Notes);
        Assert.True(File.Exists(Path.Combine(result.Directory, "results.json")));
        Assert.StartsWith("who follows the run was not told everything", Assert.Single(result.Record.Notes));
        Assert.Single(logs.Written, l => l.Contains("A listener threw", StringComparison.Ordinal));
    }

    private sealed class Thrower(string at) : IRunListener
    {
        public const string Everything = "everything";

        public void OnPhase(string phase) => Hear(phase);

        public void OnFault(FaultEvent e) => Hear(e.Step.ToString());

        public void OnFinding(string check, Finding finding) => Hear("finding");

        public void OnProgress(RunProgress progress) => Hear("progress");

        public void OnNotReverted(string id, string kind, IReadOnlyList<string> nodes, string reason) => Hear("not reverted");

        private void Hear(string call)
        {
            if (call == at || at == Everything) throw new IOException("Input/output error");
        }
    }

    private sealed class KeptLogs : ILoggerFactory, ILogger
    {
        public List<string> Written { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel level, EventId id, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (Written) Written.Add(formatter(state, exception));
        }

        public void Dispose()
        {
        }
    }
}
