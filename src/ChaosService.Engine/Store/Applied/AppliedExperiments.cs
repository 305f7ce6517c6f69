using ChaosService.Engine.Store.Sql;

namespace ChaosService.Engine.Store.Applied;

/// <summary>The applied experiments, as written.</summary>
public sealed class AppliedExperiments(Database database, TimeProvider time) : AppliedDocuments<AppliedExperiment>(database, time)
{
    private protected override string Table => "experiment";

    private protected override AppliedExperiment Make(string name, string yaml, DateTimeOffset appliedAt) => new(name, yaml, appliedAt);
}

/// <param name="Yaml">As it was given.</param>
public sealed record AppliedExperiment(string Name, string Yaml, DateTimeOffset AppliedAt);
