using System.Globalization;
using ChaosService.Checking.Findings;
using ChaosService.Checking.Timeseries.Points;
using ChaosService.Model.Histories;
using ChaosService.Model.Timeseries;

namespace ChaosService.Checking.Timeseries.Copies;

/// <summary>
/// How many points each hash partition of a table must hold, over all its time shards: those whose tag <c>key</c> has its hash. Points with
/// an unknown outcome may or may not be there.
/// </summary>
internal static class HashedPoints
{
    /// <returns>A sentence for each partition that holds too few or too many.</returns>
    public static IEnumerable<string> Troubles(PointTable table, IReadOnlyDictionary<PartitionName, long> held)
    {
        var partitions = held.Keys.Where(n => n.Table == table.Name).ToList();
        var count = partitions.Select(n => n.Partition + 1).DefaultIfEmpty().Max();
        // With one partition there is no choice; shards with another number of partitions came before or after a change of the table.
        if (count < 2 || partitions.GroupBy(n => n.Shard).Any(s => s.Count() != count) || table.Doubt is not null) yield break;
        var (known, possible) = (new long[count], new long[count]);
        foreach (var batch in table.Batches)
            foreach (var number in batch.Numbers())
                (batch.Outcome == OpType.Ok ? known : possible)[PartitionOf(batch.Batch.Shape.At(number).Key, count)]++;
        for (var i = 0; i < count; i++)
        {
            var there = held.Where(h => h.Key.Table == table.Name && h.Key.Partition == i).Sum(h => h.Value);
            if (there < known[i] || there > known[i] + possible[i])
                yield return $"partition {i} of {count} of table {table.Name} holds {Words.Many(there, "point")}, and by the hash of "
                    + $"their keys {known[i]:#,0} belong there"
                    + (possible[i] == 0 ? "" : $", up to {possible[i]:#,0} more with an unknown outcome");
        }
    }

    private static long PartitionOf(int key, long count) =>
        Murmur3.Of(string.Create(CultureInfo.InvariantCulture, $"key=k{key}")) % (uint)count;
}
