using System.Collections.Immutable;
using ChaosService.Reference.Core.Placement;

namespace ChaosService.Reference.Core.Catalog;

/// <param name="ReplicationFactor">Copies of each partition.</param>
internal sealed record CatalogTable(Sharding Sharding, int ReplicationFactor, ImmutableSortedDictionary<ulong, Shard> Shards);
