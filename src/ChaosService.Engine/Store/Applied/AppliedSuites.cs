using ChaosService.Engine.Store.Sql;

namespace ChaosService.Engine.Store.Applied;

/// <summary>The applied suites, as written.</summary>
public sealed class AppliedSuites(Database database, TimeProvider time) : AppliedDocuments<AppliedSuite>(database, time)
{
    private protected override string Table => "suite";

    private protected override AppliedSuite Make(string name, string yaml, DateTimeOffset appliedAt) => new(name, yaml, appliedAt);
}

/// <param name="Yaml">As it was given.</param>
public sealed record AppliedSuite(string Name, string Yaml, DateTimeOffset AppliedAt);
