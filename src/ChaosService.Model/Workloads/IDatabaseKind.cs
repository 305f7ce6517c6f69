using ChaosService.Model.Actions;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;

namespace ChaosService.Model.Workloads;

/// <summary>A client's own options (the <c>client:</c> map of a load). Plain values: they are written into the plan.</summary>
public abstract record ClientOptions;

/// <summary>A kind of database that clients can speak to.</summary>
public interface IDatabaseKind
{
    string Name { get; }

    /// <summary>The roles that its probe can name; empty when it has no role probe.</summary>
    IReadOnlyList<string> Roles { get; }

    /// <summary>The functions its client knows.</summary>
    IReadOnlyList<string> Functions { get; }

    /// <summary>The topics of what can be seen of it; empty when its connections are no <see cref="IObservationProbe"/>.</summary>
    IReadOnlyList<string> Topics => [];

    /// <summary>What an operator can do to this database and to no other. No two databases have actions of one name.</summary>
    IReadOnlyList<IActionKind> Actions => [];

    /// <summary>Reads the <c>client:</c> map; null stands for an absent one.</summary>
    ClientOptions? Bind(MapReader? reader);

    IDatabase Connect(DatabaseRequest request);
}

/// <param name="KeyPrefix">Stands before every key, so that runs against one cluster do not meet.</param>
/// <param name="Timeout">The limit of every single request. What runs into it is info.</param>
public sealed record DatabaseRequest(ICluster Cluster, ClientOptions Options, string KeyPrefix, TimeSpan Timeout, TimeProvider Time);

/// <summary>
/// The connections of one load to one database. May also be an <see cref="IRoleProbe"/>, an <see cref="IHealthProbe"/> and an
/// <see cref="IObservationProbe"/>.
/// </summary>
public interface IDatabase : IAsyncDisposable
{
    /// <summary>A client for a logical process. Does not connect yet; which node it uses follows from the process id.</summary>
    IDatabaseClient Open(int process);
}

/// <summary>One logical process' connection. One invocation at a time.</summary>
public interface IDatabaseClient : IAsyncDisposable
{
    /// <summary>
    /// Never throws for what a database or a network does: that is an outcome. Keeps the request's own time limit. Cancellation
    /// (the run ends at once) gives info.
    /// </summary>
    ValueTask<OpResult> InvokeAsync(Operation operation, CancellationToken cancellationToken);
}

/// <summary>Who is what in the cluster right now.</summary>
public interface IRoleProbe
{
    /// <summary>Role by node, or several as <see cref="Roles"/> joins them; a node that does not answer is absent.</summary>
    Task<IReadOnlyDictionary<string, string>> RolesAsync(CancellationToken cancellationToken);
}

/// <summary>Is the cluster whole: every member there, agreeing on who leads, and taking writes.</summary>
public interface IHealthProbe
{
    Task<Health> CheckAsync(CancellationToken cancellationToken);
}

/// <param name="Detail">What is missing, or how many members answered.</param>
public sealed record Health(bool Healthy, string Detail);
