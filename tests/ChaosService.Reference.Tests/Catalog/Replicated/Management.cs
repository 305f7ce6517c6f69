using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.Catalog.Format;
using ChaosService.Reference.Core.Raft.Log;
using ChaosService.Reference.Tests.Raft.Simulation;

namespace ChaosService.Reference.Tests.Catalog.Replicated;

/// <summary>
/// Management calls from many clients at once. The log's order is the order of the calls: real time agrees with it, as with any write, so
/// each answer has only to be the one that the model gives there.
/// </summary>
internal sealed class Management(CatalogBugs bugs) : IWorkload
{
    private readonly ManagementModel _model = new();
    private CatalogState _state = CatalogState.Empty;

    public StateMachine Initial { get; } = new CatalogReplica(0, CatalogState.Empty, null, bugs);

    /// <summary>How often each status of HTTP was an answer.</summary>
    public SortedDictionary<int, int> Answers { get; } = [];

    public byte[] Command(Random random, long id) => CommandFormat.Write(new ManagementCalls(random).Next(id, _state));

    public void Committed(Entry entry, StateMachine after)
    {
        var replica = (CatalogReplica)after;
        _state = replica.State;
        if (replica.Last is not { } answer) return;
        if (_model.Judge(CommandFormat.Read(entry.Command), answer, _state) is { } wrong)
            throw new ViolationException(Invariant.CatalogModel, $"entry {entry.Index}: {wrong}");
        Answers[answer.Status] = Answers.GetValueOrDefault(answer.Status) + 1;
    }
}
