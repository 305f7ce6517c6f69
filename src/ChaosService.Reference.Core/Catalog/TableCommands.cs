using System.Collections.Immutable;
using ChaosService.Reference.Core.Placement;

namespace ChaosService.Reference.Core.Catalog;

/// <summary>The tables, and how they are sharded.</summary>
internal static class TableCommands
{
    /// <summary>A database is created with its first table.</summary>
    public static (CatalogState State, Answer Answer) Create(CatalogState state, CreateTable command)
    {
        if (command.Database.Length == 0 || command.Table.Length == 0)
            return (state, Answer.BadRequest("a database and a table need names"));
        if (command.ReplicationFactor < 1) return (state, Answer.BadRequest($"replication_factor {command.ReplicationFactor}: at least 1"));
        if (state.Table(command.Database, command.Table) is not null) return (state, Answer.Conflict);
        var table = new CatalogTable(Sharding.None, command.ReplicationFactor, ImmutableSortedDictionary<ulong, Shard>.Empty);
        return (state.With(command.Database, command.Table, table), new Answer(201));
    }

    /// <summary>Existing shards keep their partitions; the change applies to new ones.</summary>
    public static (CatalogState State, Answer Answer) Configure(CatalogState state, ConfigureSharding command)
    {
        if (command.HashPartitions < 1) return (state, Answer.BadRequest($"num_hash_partitions {command.HashPartitions}: at least 1"));
        if (command.ShardKeys is { } keys && (keys.Contains("") || keys.Distinct().Count() < keys.Count))
            return (state, Answer.BadRequest("shard_keys: each is the name of a tag, and none is there twice"));
        if (Find(state, command.Database, command.Table, out var table) is { } error) return (state, error);
        var before = table!.Sharding;
        var sharding = new Sharding(command.ShardKeys ?? before.ShardKeys, command.HashPartitions ?? before.HashPartitions);
        return (
            state.With(command.Database, command.Table, table with { Sharding = sharding }),
            new Answer(200, "table sharding configuration updated"));
    }

    /// <returns>Null when the table exists.</returns>
    public static Answer? Find(CatalogState state, string database, string name, out CatalogTable? table)
    {
        table = state.Table(database, name);
        return table is not null ? null
            : state.Databases.ContainsKey(database) ? Answer.NotFound($"table '{name}' of database '{database}'")
            : Answer.NotFound($"database '{database}'");
    }
}
