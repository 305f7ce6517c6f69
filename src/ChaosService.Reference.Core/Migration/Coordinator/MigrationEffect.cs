using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.Migration.Calls;

namespace ChaosService.Reference.Core.Migration.Coordinator;

/// <summary>An action that a coordinator requests; carried out in order.</summary>
internal abstract record MigrationEffect;

internal sealed record Ask(MigrationCall Call) : MigrationEffect;

/// <summary>Goes into the catalog's log. The coordinator reads its result from the catalog.</summary>
internal sealed record Propose(CatalogCommand Command) : MigrationEffect;

/// <summary>A line for the log.</summary>
internal sealed record Say(string Line) : MigrationEffect;
