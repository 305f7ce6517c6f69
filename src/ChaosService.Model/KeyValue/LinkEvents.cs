namespace ChaosService.Model.KeyValue;

/// <summary>The lines of a node's log that tell of its connection to the broker.</summary>
public static class LinkEvents
{
    /// <summary>The node's process begins.</summary>
    public const string Started = "started";

    /// <summary>There is a connection, and the node has subscribed.</summary>
    public const string Connected = "connected";

    /// <summary>There is none, and the next attempt comes after a pause.</summary>
    public const string Reconnecting = "reconnecting";

    /// <summary>A field of <see cref="Reconnecting"/>: the pause in ms.</summary>
    public const string Pause = "DelayMs";
}
