using System.Net;

namespace ChaosService.Faults.Network.Links;

/// <summary>One way that a fault is measured: a TCP connection from one node to another.</summary>
/// <param name="FromPid">0: from the host itself.</param>
/// <param name="Before">How long connecting took before the fault, at its fastest; null when there was no answer.</param>
internal sealed record Link(string From, int FromPid, string To, IPEndPoint Address, TimeSpan? Before = null)
{
    /// <summary>The answer before the fault was that nobody listens there.</summary>
    public bool Refused { get; init; }

    public override string ToString() => $"{From} → {To}:{Address.Port}";

    /// <summary><c>0.2 ms</c>, <c>no answer</c></summary>
    public static string Describe(TimeSpan? time) => time is { } t ? $"{t.TotalMilliseconds:0.0} ms" : "no answer";
}
