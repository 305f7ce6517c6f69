namespace ChaosService.Reference.Tests.Migration.Simulation;

/// <summary>What holds at every step of a move, whoever crashes; and that it comes to an end when it is left alone.</summary>
internal enum MigrationRule
{
    AcknowledgedWritesKept,
    NothingTwice,
    SingleOwner,
    StatusOrder,
    RpcOrder,
    SourceCleaned,
    Recovery,
}
