using ChaosService.Engine.Metrics;
using ChaosService.Engine.Running.Requests;
using ChaosService.Engine.Store.Firings;
using ChaosService.Model.Histories;
using ChaosService.Model.Runs;
using ChaosService.Model.Verdicts;
using ChaosService.Service.Options;
using ChaosService.Service.Queue;
using ChaosService.Service.Scheduling;
using ChaosService.Telemetry.Metrics.Instruments;
using ChaosService.Tests.Host.Serving;

namespace ChaosService.Tests.Telemetry.Metrics;

/// <summary>
/// A service in which everything happens that is measured: a run that goes on with ops, faults, findings and windows, runs that end,
/// firings, refusals.
/// </summary>
internal sealed class Bustle : IAsyncDisposable
{
    /// <summary>Its runs end at once and are invalid, which nobody expects.</summary>
    public const string Broken = "broken";

    /// <summary>It goes on.</summary>
    public const string Calm = "calm";

    private const long Second = 1_000_000_000;

    private readonly OpMetrics _ops;
    private readonly IRunListener _listener;
    private long _nowNs;
    private int _faults;

    private Bustle(ServiceUnderTest service, string runId)
    {
        Service = service;
        var plan = service.Part<RunQueue>().Find(runId)!.Prepared.Plan;
        _ops = Engine.Follow(plan)!;
        _ops.Observe(new PhaseEvent(RunPhase.LoadStarted, 0));
        _listener = service.Work.Listeners[runId];
        Step("f0", FaultStep.Inject);
        Step("f0", FaultStep.Injected);
    }

    public ServiceUnderTest Service { get; }

    private EngineMetrics Engine => Service.Part<EngineMetrics>();

    /// <param name="webhook">Where notifications go. Default: nobody listens there.</param>
    public static async Task<Bustle> StartAsync(string webhook = "http://127.0.0.1:1/")
    {
        var work = new FakeWork();
        work.Outcomes[Broken] = Outcome.Invalid;
        work.Ending[Broken] = true;
        var service = await ServiceUnderTest.StartAsync(work, new ServiceOptions
        {
            Metrics = new MetricsOptions { SeriesMax = 60 },
            // Nobody listens there.
            Loki = new LokiOptions { Uri = "http://127.0.0.1:1" },
            Notifications =
                new NotificationOptions { Receivers = { ["ops"] = ChaosService.Tests.Service.Notifications.Samples.Webhook(webhook) } },
        });
        await service.PutAsync(Calm, Yaml(Calm, "etcd"));
        await service.PutAsync(Broken, Yaml(Broken, "redis-sentinel"));
        var runId = await service.RunAsync(Calm);
        await ChaosService.Tests.Engine.Fakes.Wait.UntilAsync(() => work.Listeners.ContainsKey(runId));
        var busy = new Bustle(service, runId);
        // More checks than there is room for.
        for (var i = 0; i < 70; i++) busy.Engine.Checked($"check-{i}", Outcome.Valid, TimeSpan.FromSeconds(i));
        await busy.BeatAsync();
        return busy;
    }

    /// <summary>Everything once.</summary>
    public async Task BeatAsync()
    {
        for (var i = 0; i < 20; i++) Op(i, i % 2 == 0 ? "read" : "write", i % 5 == 0 ? OpType.Info : OpType.Ok);
        _nowNs += Second;
        _ops.Tick(_nowNs);
        var fault = $"f{++_faults}";
        foreach (var step in Enum.GetValues<FaultStep>()) Step(fault, step);
        _listener.OnProgress(new RunProgress(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), 100, 0.5, 3, [], 1));
        _listener.OnFinding("linearizable", new Finding { Anomaly = "stale-read", Explanation = "read 1 after 2" });
        _listener.OnWindow(new WindowRecord
        {
            Index = 1, Seed = 1, FromSeconds = 0, ToSeconds = 1, Verdict = Outcome.Valid, Reason = "", Ops = new OpCounts(1, 0, 0, 0),
            Faults = 0, Findings = 0, Checks = [],
        }, of: 2);
        Engine.Checked("check-1", Outcome.Valid, TimeSpan.FromSeconds(1));
        Service.LokiFigures.AddSent(1);
        Service.LokiFigures.AddFailedAttempt();
        Service.Part<Firings>().Record(Calm, FiringOutcome.Missed, null, "the service was not running");
        await Service.Part<TargetMetrics>().LookAsync(TestContext.Current.CancellationToken);
        await Service.GetAsync(await Service.RunAsync(Broken));
    }

    public async ValueTask DisposeAsync()
    {
        _ops.Dispose();
        await Service.DisposeAsync();
    }

    private static string Yaml(string name, string target) => $$"""
        apiVersion: chaosservice/v1
        kind: Experiment
        metadata: { name: {{name}} }
        spec:
          target: {{target}}
          duration: 10s
          load: [{ workload: register }]
          faults: []
          checks:
            - availability: { objective: 99%, outsideFaults: 99.9% }
            - latency: { p99: 100ms }
        """;

    private void Op(int process, string f, OpType outcome)
    {
        _ops.Observe(0, new OpEvent { TimeNs = _nowNs, Process = process, Type = OpType.Invoke, F = f });
        _ops.Observe(1, new OpEvent { TimeNs = _nowNs + (process * 10_000_000), Process = process, Type = outcome, F = f });
    }

    private void Step(string fault, FaultStep step) =>
        _listener.OnFault(new FaultEvent(
            0, _nowNs += 10_000_000, fault, "network-partition", step, ["etcd1"],
            step is FaultStep.Effect or FaultStep.Recovery ? true : null, ""));
}
