using ChaosService.Reference.Host.Consensus;
using ChaosService.Reference.Host.Partitions;
using ChaosService.Reference.Host.Settings;
using ChaosService.Reference.Host.Wire;

namespace ChaosService.Reference.Host.Querying.Fragments;

/// <summary>The partitions that this node holds, at least as new as the request.</summary>
internal sealed class LocalPartitions(RaftDriver driver, NodeSettings settings)
{
    /// <returns>The partition's answer, or why it cannot be read here.</returns>
    public async Task<(Part<T>? Part, string? Why)> AskAsync<T>(
        GroupId group, Question<T> question, TimeSpan limit, CancellationToken cancellation)
    {
        var outcome = await driver.ReadAsync(group, limit, cancellation);
        return outcome.Kind == OutcomeKind.Done && driver.Machine(group) is PartitionStore store
            ? (question.Ask(store), null)
            : (null, $"node {settings.NodeId}: {outcome.Why}");
    }
}
