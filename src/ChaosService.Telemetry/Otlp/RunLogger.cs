using ChaosService.Engine.Tokens;
using ChaosService.Engine.Tracing;
using Microsoft.Extensions.Logging;

namespace ChaosService.Telemetry.Otlp;

/// <summary>
/// Hides tokens in everything that it passes on, and adds to each line the run that it belongs to, under the names used by spans.
/// </summary>
internal sealed class RunLogger(ILogger inner, Func<IExternalScopeProvider> scopes) : ILogger
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["RunId"] = SpanTags.Run,
        ["Experiment"] = SpanTags.Experiment,
        ["FaultId"] = SpanTags.Fault,
    };

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;
        // A collector may refuse a line with a repeated name: the last value applies.
        var said = new Dictionary<string, object?>(StringComparer.Ordinal);
        scopes().ForEachScope(static (scope, all) => AddRun(scope, all), said);
        if (state is IEnumerable<KeyValuePair<string, object?>> properties)
            foreach (var (name, value) in properties) said[Names.GetValueOrDefault(name, name)] =
                value is string text ? TokenText.HideIn(text) : value;
        if (exception is not null)
        {
            // As text, under the names that collectors know: an exception itself would be sent with its unfiltered message.
            said["exception.type"] = exception.GetType().FullName;
            said["exception.message"] = TokenText.HideIn(exception.Message);
            said["exception.stacktrace"] = TokenText.HideIn(exception.ToString());
        }
        var message = TokenText.HideIn(formatter(state, exception));
        inner.Log(logLevel, eventId, said.ToList(), null, (_, _) => message);
    }

    private static void AddRun(object? scope, Dictionary<string, object?> said)
    {
        if (scope is not Dictionary<string, object> run) return;
        foreach (var (name, value) in run)
            if (Names.TryGetValue(name, out var known)) said[known] = value;
    }
}
