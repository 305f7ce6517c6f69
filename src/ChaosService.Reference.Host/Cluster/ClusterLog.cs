using ChaosService.Reference.Core.Raft.Members;
using ChaosService.Reference.Host.Wire;

namespace ChaosService.Reference.Host.Cluster;

internal static partial class ClusterLog
{
    [LoggerMessage(7101, LogLevel.Information, "Node {NodeId} is in the catalog, at {RpcAddress}")]
    public static partial void Registered(ILogger logger, uint nodeId, string rpcAddress);

    [LoggerMessage(7102, LogLevel.Information, "Node {NodeId} is not in the catalog yet: {Why}")]
    public static partial void NotRegistered(ILogger logger, uint nodeId, string? why);

    [LoggerMessage(
        7103, LogLevel.Error,
        "NODE_ID {NodeId} is another node's: give this one, at {RpcAddress}, a number that no other has, or remove that one. {Why}")]
    public static partial void IdIsTaken(ILogger logger, uint nodeId, string rpcAddress, string? why);

    [LoggerMessage(7104, LogLevel.Information, "{Group}: {Change} of node {NodeId}")]
    public static partial void MembershipChanged(ILogger logger, GroupId group, ChangeKind change, uint nodeId);

    [LoggerMessage(7105, LogLevel.Warning, "Node {node_id} is {status}: {outcome}")]
    public static partial void NodeIsNow(ILogger logger, uint node_id, string status, string? outcome);

    [LoggerMessage(7106, LogLevel.Information, "Node {NodeId} coordinates")]
    public static partial void Coordinates(ILogger logger, uint nodeId);

    [LoggerMessage(7107, LogLevel.Error, "The catalog cannot be read or changed: {why}")]
    public static partial void CatalogIsGone(ILogger logger, string why);

    [LoggerMessage(7108, LogLevel.Information, "The catalog can be read again, from {etcd}")]
    public static partial void CatalogIsBack(ILogger logger, string etcd);

    [LoggerMessage(
        7109, LogLevel.Information, "Node {NodeId} reads storage formats up to {Known}, and the cluster writes format {Written}")]
    public static partial void FormatAnnounced(ILogger logger, uint nodeId, int known, int written);

    [LoggerMessage(7110, LogLevel.Warning, "Nobody knows yet that node {NodeId} reads storage formats up to {Known}: {Why}")]
    public static partial void FormatNotAnnounced(ILogger logger, uint nodeId, int known, string? why);
}
