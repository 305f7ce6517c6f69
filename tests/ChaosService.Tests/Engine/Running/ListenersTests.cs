using System.Reflection;
using ChaosService.Engine.Running;
using ChaosService.Engine.Running.Requests;
using ChaosService.Engine.Soaking;
using ChaosService.Model.Histories;
using ChaosService.Model.Plans;
using ChaosService.Model.Runs;
using ChaosService.Model.Verdicts;
using ChaosService.Service.Queue;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChaosService.Tests.Engine.Running;

/// <summary>What stands between a run and its listener passes every call on: one that has a default would be lost in silence.</summary>
public sealed class ListenersTests
{
    public static TheoryData<string> Calls => [.. typeof(IRunListener).GetMethods().Select(m => m.Name)];

    [Theory]
    [MemberData(nameof(Calls))]
    public void Guard_passes_the_call_on_and_keeps_what_it_throws(string call)
    {
        var (listener, heard) = Heard(throws: true);
        var guard = new GuardedListener(listener, NullLogger.Instance);

        Call(guard, call);
        Call(guard, call);

        Assert.Equal([call, call], heard);
        var note = Assert.Single(guard.Notes);
        Assert.Equal($"who follows the run was not told everything: {call} threw IOException: Input/output error", note);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public void Window_and_observers_pass_the_call_on(string call)
    {
        var (soak, heardBySoak) = Heard();
        var (first, heardByFirst) = Heard();
        var (other, heardByOther) = Heard();

        Call(new WindowListener(soak, 1, 2, TimeSpan.Zero, TimeSpan.Zero, 0), call);
        Call(new RunObservers([new Observer(other)], NullLogger<RunObservers>.Instance).Started(null!, null!, first), call);

        Assert.Equal([call], heardBySoak);
        Assert.Equal([call], heardByFirst);
        Assert.Equal([call], heardByOther);
    }

    private static (IRunListener, List<string>) Heard(bool throws = false)
    {
        var listener = DispatchProxy.Create<IRunListener, Ear>();
        var ear = (Ear)(object)listener;
        ear.Throws = throws;
        return (listener, ear.Heard);
    }

    private static void Call(IRunListener listener, string call)
    {
        switch (call)
        {
            case nameof(IRunListener.OnPhase): listener.OnPhase("checking"); break;
            case nameof(IRunListener.OnFault): listener.OnFault(new(-1, 0, "f1", "fake", FaultStep.Revert, ["n1"], null, "")); break;
            case nameof(IRunListener.OnAction): listener.OnAction(new(0, "a1", "add", "fake", OpType.Invoke, 1, 1, "")); break;
            case nameof(IRunListener.OnFinding): listener.OnFinding("set-full", new Finding { Anomaly = "lost", Explanation = "…" }); break;
            case nameof(IRunListener.OnProgress): listener.OnProgress(new RunProgress(default, default, 0, null, null, [], 0)); break;
            case nameof(IRunListener.OnWindow): listener.OnWindow(null!, 2); break;
            case nameof(IRunListener.OnNotReverted): listener.OnNotReverted("f1", "fake", ["n1"], "stuck"); break;
            default: Assert.Fail($"say here how {call} is called"); break;
        }
    }

    private sealed class Observer(IRunListener listener) : IRunObserver
    {
        public IRunListener Started(StoredRun run, Plan plan) => listener;

        public void Ended(StoredRun run, RunResult? result)
        {
        }
    }

    /// <summary>Public and open: the proxy is a class derived from it.</summary>
    public class Ear : DispatchProxy
    {
        internal List<string> Heard { get; } = [];

        internal bool Throws { get; set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            Heard.Add(targetMethod!.Name);
            return Throws ? throw new IOException("Input/output error") : null;
        }
    }
}
