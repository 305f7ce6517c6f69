using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.Migration.Calls;

namespace ChaosService.Reference.Core.Migration.Coordinator;

/// <summary>What a coordinator wants done, in order.</summary>
internal abstract record MigrationEffect;

internal sealed record Ask(MigrationCall Call) : MigrationEffect;

/// <summary>Goes into the catalog's log. What comes of it, the coordinator sees in the catalog.</summary>
internal sealed record Propose(CatalogCommand Command) : MigrationEffect;

/// <summary>A line for the log.</summary>
internal sealed record Say(string Line) : MigrationEffect;
