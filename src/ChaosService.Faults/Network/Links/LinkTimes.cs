namespace ChaosService.Faults.Network.Links;

/// <summary>How long connecting took, several times over, the fastest first. What a machine adds by itself only ever adds.</summary>
internal sealed record LinkTimes(IReadOnlyList<TimeSpan> Sorted)
{
    /// <summary>Each was an answer that nobody listens there.</summary>
    public bool AllRefused { get; init; }

    /// <summary>What the network takes.</summary>
    public TimeSpan Fastest => Sorted[0];

    /// <summary>Half of them took this long or longer.</summary>
    public TimeSpan Middle => Sorted[Sorted.Count / 2];

    /// <summary><c>0.4 ms to 98.7 ms, half of them from 51.3 ms</c></summary>
    public string Spread => $"{Link.Describe(Fastest)} to {Link.Describe(Sorted[^1])}, half of them from {Link.Describe(Middle)}";
}
