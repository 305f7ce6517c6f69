using ChaosService.Model.Histories;

namespace ChaosService.Checking.Durability.Live;

/// <summary>One set as it goes: what was tried, and the last read that was done.</summary>
internal sealed class LiveSet
{
    private Op? _lastRead;
    private HashSet<long> _seen = [];

    public HashSet<long> Tried { get; } = [];

    /// <summary>Takes in a read and tells what is certainly wrong with it, one of each kind.</summary>
    public IEnumerable<(string Anomaly, string Sentence, Op? Earlier)> Read(Op read, bool linearizable)
    {
        var now = new HashSet<long>(read.Value.Items!.Length);
        long? twice = null, unknown = null;
        foreach (var value in read.Value.Items)
        {
            if (!now.Add(value)) twice ??= value;
            if (!Tried.Contains(value)) unknown ??= value;
        }
        var at = $"the read of process {read.Process} at {Words.During(read)}";
        if (twice is not null) yield return ("duplicated", $"element {twice} is in {at} more than once", null);
        if (unknown is not null) yield return ("phantom", $"element {unknown} is in {at} but nobody added it", null);
        if (_lastRead is { } last && last.CompletedNs < read.InvokedNs)
        {
            var gone = linearizable ? _seen.Where(v => !now.Contains(v)).Take(1).ToArray() : [];
            if (gone.Length > 0) yield return ("stale", $"element {gone[0]} was in the read of process {last.Process} at {Words.During(last)} and is missing from {at}", last);
        }
        (_lastRead, _seen) = (read, now);
    }
}
