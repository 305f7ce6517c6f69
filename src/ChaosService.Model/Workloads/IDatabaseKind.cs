using ChaosService.Model.Actions;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;

namespace ChaosService.Model.Workloads;

/// <summary>A client's own options (the <c>client:</c> map of a load). Plain values: they are written into the plan.</summary>
public abstract record ClientOptions;

/// <summary>A kind of database that clients can talk to.</summary>
public interface IDatabaseKind
{
    string Name { get; }

    /// <summary>The roles that its probe can name; empty when it has no role probe.</summary>
    IReadOnlyList<string> Roles { get; }

    /// <summary>The functions its client knows.</summary>
    IReadOnlyList<string> Functions { get; }

    /// <summary>The topics of its observations; empty when its connections are not an <see cref="IObservationProbe"/>.</summary>
    IReadOnlyList<string> Topics => [];

    /// <summary>Actions that only this database supports. No two databases have actions with the same name.</summary>
    IReadOnlyList<IActionKind> Actions => [];

    /// <summary>
    /// What nodes that are known by their addresses alone are called, before their number. Null: this database is not used by address.
    /// </summary>
    string? AddressedNode => null;

    /// <summary>Reads the <c>client:</c> map; null: there is none.</summary>
    ClientOptions? Bind(MapReader? reader);

    IDatabase Connect(DatabaseRequest request);
}

/// <param name="KeyPrefix">The prefix of every key, so that runs against one cluster do not share keys.</param>
/// <param name="Timeout">The timeout of every single request. A request that times out is info.</param>
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
    /// Never throws because of a database or a network: that is an outcome. Applies the request's own timeout. Cancellation
    /// (the run ends at once) gives info.
    /// </summary>
    ValueTask<OpResult> InvokeAsync(Operation operation, CancellationToken cancellationToken);
}

/// <summary>The current roles of the cluster's nodes.</summary>
public interface IRoleProbe
{
    /// <summary>Role by node, or several as <see cref="Roles"/> joins them; a node that does not answer is absent.</summary>
    Task<IReadOnlyDictionary<string, string>> RolesAsync(CancellationToken cancellationToken);
}

/// <summary>Whether the cluster is healthy: every member is there, agrees on the leader, and accepts writes.</summary>
public interface IHealthProbe
{
    Task<Health> CheckAsync(CancellationToken cancellationToken);
}

/// <param name="Detail">What is missing, or how many members answered.</param>
public sealed record Health(bool Healthy, string Detail);
