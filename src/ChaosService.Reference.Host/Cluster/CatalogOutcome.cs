using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Host.Consensus;
using ChaosService.Reference.Host.Protos;

namespace ChaosService.Reference.Host.Cluster;

/// <summary>The outcome of a catalog change, sent from one node to another.</summary>
internal static class CatalogOutcome
{
    public static CatalogAnswer ToWire(Outcome outcome)
    {
        var answer = outcome.Result as Answer? ?? default;
        var wire = new CatalogAnswer
        {
            Outcome = outcome.Kind switch
            {
                OutcomeKind.Done => ProposalOutcome.Done,
                OutcomeKind.Refused => ProposalOutcome.Refused,
                _ => ProposalOutcome.Unknown,
            },
            Status = answer.Status,
            Message = answer.Message ?? outcome.Why ?? "",
        };
        if (outcome.Leader is { } leader) wire.Leader = leader;
        return wire;
    }

    public static Outcome Of(CatalogAnswer wire) => wire.Outcome switch
    {
        ProposalOutcome.Done => Outcome.Done(new Answer(wire.Status, wire.Message.Length == 0 ? null : wire.Message)),
        ProposalOutcome.Refused => Outcome.Refused(wire.Message, wire.HasLeader ? wire.Leader : null),
        _ => Outcome.Unknown(wire.Message),
    };
}
