using System.Collections.Concurrent;

namespace ChaosService.MerkleKv.Tests.Running;

/// <summary>What a node logs.</summary>
internal sealed class LogLines : ILogger
{
    private readonly ConcurrentQueue<(int Id, Dictionary<string, object?> Fields)> _lines = new();

    /// <summary>A field of all events with this id, in their order.</summary>
    public List<object?> Field(int id, string name) => [.. _lines.Where(l => l.Id == id).Select(l => l.Fields[name])];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue((eventId.Id, ((IEnumerable<KeyValuePair<string, object?>>)state!).ToDictionary()));
}
