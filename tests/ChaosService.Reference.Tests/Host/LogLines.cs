using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ChaosService.Reference.Tests.Host;

/// <summary>Keeps what is logged, with the fields that it has.</summary>
internal sealed class LogLines : ILoggerProvider
{
    private readonly ConcurrentQueue<LogLine> _lines = [];

    public IEnumerable<LogLine> All => _lines;

    public ILogger CreateLogger(string categoryName) => new Logger(_lines);

    public void Dispose()
    {
        // The lines are looked at when the nodes are gone, too.
    }

    private sealed class Logger(ConcurrentQueue<LogLine> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(new(
                logLevel, eventId.Id, formatter(state, exception),
                (state as IEnumerable<KeyValuePair<string, object?>> ?? []).Select(f => f.Key).ToHashSet()));
    }
}

internal sealed record LogLine(LogLevel Level, int Id, string Text, IReadOnlySet<string> Fields);
