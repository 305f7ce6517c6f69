using ChaosService.Reference.Core.Raft.Effects;
using ChaosService.Reference.Host.Wire;

namespace ChaosService.Reference.Host.Consensus;

internal static partial class ConsensusLog
{
    [LoggerMessage(7001, LogLevel.Information, "{Group}: {Role} in term {Term}, leader {Leader}")]
    public static partial void RoleChanged(ILogger logger, GroupId group, Role role, long term, uint? leader);

    [LoggerMessage(7002, LogLevel.Information, "{Group}: the state was taken over from the leader at index {Index}")]
    public static partial void Restored(ILogger logger, GroupId group, long index);

    [LoggerMessage(7005, LogLevel.Information, "{Group}: this node's copy is given up and deleted")]
    public static partial void Left(ILogger logger, GroupId group);

    [LoggerMessage(7003, LogLevel.Error, "The disk is full: nothing is acknowledged until there is room again. {Error}")]
    public static partial void DiskFull(ILogger logger, string error);

    [LoggerMessage(7004, LogLevel.Critical, "Consensus cannot go on, and the node ends")]
    public static partial void Failed(ILogger logger, Exception error);
}
