using ChaosService.Reference.Core.Bytes;
using ChaosService.Reference.Core.LineProtocol;

namespace ChaosService.Reference.Core.Writes;

/// <summary>
/// How a partition handles the orders in its log. Each may arrive more than once, late, and after orders that were sent later.
/// </summary>
internal sealed class PartitionIntake(WriteBugs bugs = WriteBugs.None)
{
    /// <summary>The most writes that wait for their other partitions; further ones are refused.</summary>
    public const int StagedMax = 256;

    private readonly Dictionary<BatchId, IReadOnlyList<Point>> _staged = [];
    private SeenBatches _seen = new();

    /// <param name="stored">The points that are visible from now on.</param>
    /// <returns>The reason of a refusal, or null on success: now, or earlier.</returns>
    public string? Take(BatchStep step, BatchId id, IReadOnlyList<Point> points, out IReadOnlyList<Point> stored)
    {
        stored = [];
        ForgetOlderStarts(id);
        switch (step)
        {
            case BatchStep.Store:
                return Close(id, points, out stored);
            case BatchStep.Stage when _seen.Contains(id) || _staged.ContainsKey(id):
                return null;
            case BatchStep.Stage when _staged.Count == StagedMax:
                return $"{StagedMax} writes wait for their other partitions: try again";
            case BatchStep.Stage:
                _staged.Add(id, points);
                return null;
            case BatchStep.Commit when _staged.Remove(id, out var kept):
                return Close(id, kept, out stored);
            case BatchStep.Commit:
                return _seen.Contains(id) ? null : $"batch {id} was never staged here";
            default:
                // Its staging order may still arrive, and must find the batch finished.
                _staged.Remove(id);
                _seen.Add(id);
                return null;
        }
    }

    public void Save(ByteWriter to, byte format = StorageFormat.Rows)
    {
        to.Bytes(_seen.Save()).Count((ulong)_staged.Count);
        foreach (var (id, points) in _staged)
        {
            BatchFormat.Write(to, id);
            PointFormat.Write(to, points, format);
        }
    }

    /// <exception cref="FormatException">The bytes are not output of <see cref="Save"/>.</exception>
    public static PartitionIntake Load(ByteReader from, WriteBugs bugs = WriteBugs.None, byte format = StorageFormat.Rows)
    {
        var intake = new PartitionIntake(bugs) { _seen = SeenBatches.Load(from.Bytes()) };
        for (var count = from.Count(); count > 0; count--) intake._staged.Add(BatchFormat.ReadId(from), PointFormat.Read(from, format));
        return intake;
    }

    /// <summary>A restarted node does not remember what it was about to commit.</summary>
    private void ForgetOlderStarts(BatchId id)
    {
        if (_staged.Count == 0) return;
        foreach (var old in _staged.Keys.Where(k => k.Node == id.Node && k.Start < id.Start).ToList()) _staged.Remove(old);
    }

    private string? Close(BatchId id, IReadOnlyList<Point> points, out IReadOnlyList<Point> stored)
    {
        var answer = _seen.Add(id);
        if (answer == SeenBatches.Answer.Seen && bugs.HasFlag(WriteBugs.DoubleApplyOnRetriedForward)) answer = SeenBatches.Answer.New;
        stored = answer == SeenBatches.Answer.New ? points : [];
        return answer == SeenBatches.Answer.TooOld ? $"batch {id} is so old that it is not known whether it was stored" : null;
    }
}
