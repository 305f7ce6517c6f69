using System.Collections.Concurrent;
using ChaosService.Workloads.Timeseries.Topology;

namespace ChaosService.Workloads.Timeseries.Observing;

/// <summary>
/// The tables of shards, as named in the workload. Shard ids are unique over all tables, and a shard never changes its table.
/// </summary>
/// <param name="prefix">The prefix of the tables of the load that observes.</param>
internal sealed class TableNames(string prefix)
{
    /// <summary>The end of the name of the table that health checks write to.</summary>
    public const string HealthTable = "health";

    /// <summary>The common prefix of the tables of all loads of the run.</summary>
    private readonly string _run = prefix[..(prefix.TrimEnd('/').LastIndexOf('/') + 1)];

    private readonly ConcurrentDictionary<ulong, string?> _tables = new();

    /// <summary>Whether any shard was ever seen to move.</summary>
    public bool HasMoves { get; private set; }

    public void Learn(IReadOnlyList<ShardPage> shards)
    {
        foreach (var shard in shards) _tables.TryAdd(shard.Id, Called(shard.TableName));
        HasMoves |= shards.Any(s => s.TargetNodeId is not null || s.History is { Count: > 1 });
    }

    public bool Knows(ulong shard) => _tables.ContainsKey(shard);

    /// <summary>
    /// Null for a table that does not belong to this run, and for the health check's table, which is written to all the time.
    /// </summary>
    public string? Of(ulong shard) => _tables.GetValueOrDefault(shard);

    /// <summary>The same for a table by its name in the database.</summary>
    public string? Called(string table)
    {
        if (table.EndsWith(HealthTable, StringComparison.Ordinal)) return null;
        if (table.StartsWith(prefix, StringComparison.Ordinal)) return table[prefix.Length..];
        // A table of another load, with the load's number.
        return _run.Length > 0 && table.StartsWith(_run, StringComparison.Ordinal) ? table[_run.Length..] : null;
    }
}
