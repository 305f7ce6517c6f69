using ChaosService.Checking.Actions;
using ChaosService.Checking.Assumptions;
using ChaosService.Checking.Bank;
using ChaosService.Checking.Consensus;
using ChaosService.Checking.Counters;
using ChaosService.Checking.Durability;
using ChaosService.Checking.Durability.Carried;
using ChaosService.Checking.KeyValue;
using ChaosService.Checking.Linearizability;
using ChaosService.Checking.Reconnects;
using ChaosService.Checking.Resources;
using ChaosService.Checking.Slo;
using ChaosService.Checking.Timeseries.Copies;
using ChaosService.Checking.Timeseries.Errors;
using ChaosService.Checking.Timeseries.Golden;
using ChaosService.Checking.Timeseries.Logs;
using ChaosService.Checking.Timeseries.Management;
using ChaosService.Checking.Timeseries.Observed;
using ChaosService.Checking.Timeseries.Pruning;
using ChaosService.Checking.Timeseries.Written;
using ChaosService.Model.Checks;

namespace ChaosService.Checking;

/// <summary>Every check of this project. A new one is a folder and a line here.</summary>
public static class CheckKinds
{
    public static IReadOnlyList<ICheckKind> All() =>
    [
        new LinearizableCheck(),
        new SetFullCheck(),
        new CarriedOverCheck(),
        new CounterSumCheck(),
        new BankCheck(),
        new AvailabilityCheck(),
        new LatencyCheck(),
        new ThroughputCheck(),
        new RecoveryCheck(),
        new SteadyStateCheck(),
        new ActionsCheck(),
        new OneLeaderPerTermCheck(),
        new LogAgreementCheck(),
        new ResourceTrendCheck(),
        new MemoryCheck(),
        new LeaksCheck(),
        new WrittenEqualsReadCheck(),
        new QueryGoldenCheck(),
        new PruningCheck(),
        new CatalogCheck(),
        new ReplicasIdenticalCheck(),
        new PlacementCheck(),
        new CatchUpCheck(),
        new QuorumCheck(),
        new MigrationCheck(),
        new ErrorClarityCheck(),
        new ObservedCheck(),
        new NodeLogsCheck(),
        new LwwConvergenceCheck(),
        new NoLoopsCheck(),
        new BacklogDeliveredCheck(),
        new ReplicationLatencyCheck(),
        new MerkleAgreesCheck(),
        new ReconnectBackoffCheck(),
        new AssumptionsCheck(),
    ];
}
