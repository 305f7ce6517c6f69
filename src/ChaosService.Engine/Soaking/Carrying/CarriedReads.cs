using ChaosService.Engine.Histories.Recording;
using ChaosService.Engine.Running.Staging;
using ChaosService.Model.Histories;
using ChaosService.Model.Load;
using ChaosService.Model.Plans;
using ChaosService.Model.Workloads;

namespace ChaosService.Engine.Soaking.Carrying;

/// <summary>Reads the data of earlier windows again, with the clients and the patience of final reads, and records the results.</summary>
internal sealed class CarriedReads(Plan plan, Stage stage, IReadOnlyList<CarriedValue> values)
{
    /// <summary>For all of them together.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public async Task RunAsync(HistoryRecorder recorder, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(Limit, stage.Ports.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        foreach (var group in values.GroupBy(v => (v.Place, v.Load)))
        {
            var found = await ReadAsync(group.Key.Place, plan.Load[group.Key.Load], [.. group.Select(v => v.Key)], both.Token);
            foreach (var value in group)
                recorder.Record(new CarriedRead(recorder.ElapsedNs, value.Window, value.Key, value.Allowed, Found(value, found)));
        }
    }

    private async Task<IReadOnlyDictionary<string, OpValue>> ReadAsync(
        string place, PlannedLoad load, IReadOnlyList<string?> keys, CancellationToken stop)
    {
        var ports = stage.Ports;
        var kind = ports.Catalog.Databases[plan.Target.Definition.Database];
        await using var database =
            kind.Connect(new DatabaseRequest(stage.Cluster, load.Client, Loads.KeyPrefix(place, load), load.Timeout, ports.Time));
        var answers = new Answers();
        var alone = load with { Clients = 1, RatePerSecond = null };
        await ports.Load.FinalReadsAsync(new LoadRun(alone, plan.Seed, 0, 1, TimeSpan.Zero,
            new KeyReads(ports.Catalog.Workloads[load.Workload], keys), database, answers, ports.Time), stop);
        return answers.ByKey;
    }

    private static IReadOnlyList<long>? Found(CarriedValue value, IReadOnlyDictionary<string, OpValue> found) =>
        !found.TryGetValue(value.Key ?? "", out var answer) ? null
        : value.Key is null ? [.. value.Allowed.Intersect(answer.Items ?? [])]
        : answer.Kind switch
        {
            OpValueKind.None => [OpValue.Nil],
            OpValueKind.Integer => [answer.First],
            _ => null,
        };

    /// <summary>
    /// Keeps the values of reads that succeeded. These ops belong to another window's keys: in the history they would be taken for this
    /// one's.
    /// </summary>
    private sealed class Answers : IRecorder
    {
        private readonly Dictionary<string, OpValue> _byKey = new(StringComparer.Ordinal);

        public IReadOnlyDictionary<string, OpValue> ByKey => _byKey;

        public long ElapsedNs => 0;

        public void Record(in OpEvent e)
        {
            if (e.Type != OpType.Ok) return;
            lock (_byKey) _byKey[e.Key ?? ""] = e.Value;
        }

        public void Record(FaultEvent e) => throw new NotSupportedException("no fault is injected while values are read again");

        public void Record(PhaseEvent e) => throw new NotSupportedException("reading again is no phase of a run");
    }
}
