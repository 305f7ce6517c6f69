namespace ChaosService.Model.Clusters;

/// <summary>Takes the logs of a target's nodes, to send them where logs are searched.</summary>
public interface INodeLogSink
{
    /// <summary>Returns at once and never throws: the run goes on. Logs that do not fit are dropped and counted.</summary>
    void Take(NodeLog log);
}

/// <summary>A node's log as it was captured.</summary>
/// <param name="File">Its lines begin with their times (RFC 3339, UTC).</param>
/// <param name="From">Older lines are not of this run: the target was already up.</param>
public sealed record NodeLog(string RunId, string Experiment, string Node, string File, DateTimeOffset From);
