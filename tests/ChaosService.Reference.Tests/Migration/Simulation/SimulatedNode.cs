using ChaosService.Reference.Core.Migration;
using ChaosService.Reference.Core.Migration.Coordinator;
using ChaosService.Reference.Core.Migration.Copies;

namespace ChaosService.Reference.Tests.Migration.Simulation;

/// <summary>
/// A process around a copy of the shard, and perhaps around a coordinator. It does one thing at a time, and may end before any.
/// </summary>
internal sealed class SimulatedNode(uint id, CopyState first, MigrationBugs bugs)
{
    private readonly Queue<Func<ShardCopy, IReadOnlyList<CopyEffect>>> _inputs = [];

    public uint Id => id;

    /// <summary>On the disk.</summary>
    public CopyState Disk { get; private set; } = first;

    /// <summary>On the disk, each with the id of its write.</summary>
    public List<long> Records { get; } = [];

    /// <summary>Null while the process is down.</summary>
    public ShardCopy? Copy { get; private set; }

    public MoveDriver? Coordinator { get; set; }

    public Queue<CopyEffect> Effects { get; } = [];

    public Queue<MigrationEffect> Orders { get; } = [];

    /// <summary>Which life this is: what was planned for an earlier one is void.</summary>
    public int Life { get; private set; }

    public void Start()
    {
        Copy = new ShardCopy(id, Disk, bugs);
        Life++;
    }

    public void Crash()
    {
        (Copy, Coordinator) = (null, null);
        Effects.Clear();
        Orders.Clear();
        _inputs.Clear();
    }

    /// <summary>What comes while effects are carried out waits its turn.</summary>
    public void Take(Func<ShardCopy, IReadOnlyList<CopyEffect>> input)
    {
        _inputs.Enqueue(input);
        TakeNextInput();
    }

    public void TakeNextInput()
    {
        while (Effects.Count == 0 && _inputs.TryDequeue(out var input))
            foreach (var effect in input(Copy!)) Effects.Enqueue(effect);
    }

    public void Persist(PersistCopy effect)
    {
        Disk = effect.State;
        if (Disk.Role == CopyRole.None) Records.Clear();
        Records.AddRange(effect.Added.Select(r => BitConverter.ToInt64(r.Span)));
    }
}
