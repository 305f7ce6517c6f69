using ChaosService.Engine.Running.Requests;
using ChaosService.Model.Histories;
using ChaosService.Model.Plans;
using ChaosService.Model.Runs;
using ChaosService.Model.Verdicts;
using ChaosService.Service.Queue;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChaosService.Tests.Service.Queue;

public sealed class RunObserversTests
{
    private static readonly StoredRun Run = new()
    {
        Id = "r1", Experiment = "calm", Project = "chaosservice-etcd", Seed = 1, Cause = "api", State = RunState.Running,
        AcceptedAt = DateTimeOffset.UnixEpoch, Directory = "/",
    };

    [Fact]
    public void What_a_run_tells_reaches_each_observer_after_the_first_listener()
    {
        List<string> heard = [];
        var listener = Of(new Observer("a", heard), new Observer("b", heard)).Started(Run, null!, new Ear("first", heard));
        listener.OnPhase("checking");
        listener.OnNotReverted("f1", "network-partition", ["etcd2"], "stuck");
        Assert.Equal(["first: checking", "a: checking", "b: checking", "first: f1 stuck", "a: f1 stuck", "b: f1 stuck"], heard);
    }

    [Theory]
    [InlineData(true, false, "bad")]
    [InlineData(false, true, "first")]
    [InlineData(true, true, "first")]
    public void What_one_of_them_throws_goes_on_to_the_runs_guard_when_the_others_have_heard(bool observer, bool first, string thrown)
    {
        List<string> heard = [];
        var observers = Of(new Observer("bad", heard) { Throws = observer }, new Observer("good", heard));
        var listener = observers.Started(Run, null!, new Ear("first", heard) { Throws = first });

        var error = Assert.Throws<InvalidOperationException>(() => listener.OnPhase("checking"));

        Assert.Equal(thrown, error.Message);
        Assert.Contains("good: checking", heard);
        Assert.Equal(!first, heard.Contains("first: checking"));
    }

    [Fact]
    public void Observer_that_throws_at_the_end_costs_the_others_nothing()
    {
        List<string> heard = [];
        Of(new Observer("bad", heard) { Throws = true }, new Observer("good", heard)).Ended(Run, result: null);
        Assert.Equal(["good: ended"], heard);
    }

    private static RunObservers Of(params IRunObserver[] observers) => new(observers, NullLogger<RunObservers>.Instance);

    private sealed class Observer(string name, List<string> heard) : IRunObserver
    {
        public bool Throws { get; init; }

        public IRunListener Started(StoredRun run, Plan plan) => new Ear(name, heard) { Throws = Throws };

        public void Ended(StoredRun run, RunResult? result)
        {
            if (Throws) throw new InvalidOperationException(name);
            heard.Add($"{name}: ended");
        }
    }

    private sealed class Ear(string name, List<string> heard) : IRunListener
    {
        public bool Throws { get; init; }

        public void OnPhase(string phase)
        {
            if (Throws) throw new InvalidOperationException(name);
            heard.Add($"{name}: {phase}");
        }

        public void OnNotReverted(string id, string kind, IReadOnlyList<string> nodes, string reason) =>
            heard.Add($"{name}: {id} {reason}");

        public void OnFault(FaultEvent e) => throw new NotSupportedException();

        public void OnFinding(string check, Finding finding) => throw new NotSupportedException();

        public void OnProgress(RunProgress progress) => throw new NotSupportedException();
    }
}
