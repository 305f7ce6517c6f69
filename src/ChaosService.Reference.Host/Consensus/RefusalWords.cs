using ChaosService.Reference.Core.Raft.Effects;
using ChaosService.Reference.Host.Wire;

namespace ChaosService.Reference.Host.Consensus;

/// <summary>Error texts for a server's refusals.</summary>
internal static class RefusalWords
{
    public static Outcome Of(Refused refused, uint node, GroupId group) =>
        Outcome.Refused(Why(refused.Reason, node, group), refused.Leader);

    private static string Why(Refusal reason, uint node, GroupId group) => reason switch
    {
        Refusal.NotLeader => $"node {node} does not lead {group}",
        Refusal.Transferring => $"node {node} hands {group} over to another leader",
        Refusal.TermNotCommitted => $"node {node} has only just been elected for {group}",
        Refusal.TooManyProposals or Refusal.TooManyReads => $"too much waits for a majority of {group}",
        _ => $"node {node} cannot: {reason}",
    };
}
