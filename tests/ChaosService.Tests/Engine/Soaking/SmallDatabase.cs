using System.Collections.Concurrent;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Workloads;

namespace ChaosService.Tests.Engine.Soaking;

/// <summary>Sets in memory, by the prefix of their keys. A test can take elements out of one.</summary>
internal sealed class SmallDatabase : IDatabaseKind
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<long, bool>> _sets = new(StringComparer.Ordinal);

    public string Name => "fake";

    public IReadOnlyList<string> Roles => [];

    public IReadOnlyList<string> Functions => ["read", "add"];

    public IReadOnlyList<string> Prefixes => [.. _sets.Keys.Order(StringComparer.Ordinal)];

    public ClientOptions? Bind(MapReader? reader) => new NoOptions();

    public IDatabase Connect(DatabaseRequest request) => new Connections(Set(request.KeyPrefix));

    /// <summary>Empties the sets whose prefix holds the text.</summary>
    public void Lose(string part)
    {
        foreach (var (prefix, set) in _sets)
            if (prefix.Contains(part, StringComparison.Ordinal)) set.Clear();
    }

    private ConcurrentDictionary<long, bool> Set(string prefix) => _sets.GetOrAdd(prefix, _ => new());

    internal sealed record NoOptions : ClientOptions;

    private sealed class Connections(ConcurrentDictionary<long, bool> set) : IDatabase, IDatabaseClient
    {
        public IDatabaseClient Open(int process) => this;

        public ValueTask<OpResult> InvokeAsync(Operation operation, CancellationToken cancellationToken)
        {
            if (operation.F == "read") return new(OpResult.Ok(OpValue.List([.. set.Keys.Order()]), "n1"));
            set[operation.Value.First] = true;
            return new(OpResult.Ok(OpValue.None, "n1"));
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
