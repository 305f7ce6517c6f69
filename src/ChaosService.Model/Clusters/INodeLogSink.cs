namespace ChaosService.Model.Clusters;

/// <summary>Takes what the nodes of a target logged during a run, to bring it where logs are searched.</summary>
public interface INodeLogSink
{
    /// <summary>Returns at once and never throws: the run goes on. What there is no room for is dropped and counted.</summary>
    void Take(NodeLog log);
}

/// <summary>A node's log as it was captured.</summary>
/// <param name="File">Its lines begin with their times (RFC 3339, UTC).</param>
/// <param name="From">What is older was not logged during the run: the target was up before.</param>
public sealed record NodeLog(string RunId, string Experiment, string Node, string File, DateTimeOffset From);
