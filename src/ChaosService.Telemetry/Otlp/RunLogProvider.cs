using Microsoft.Extensions.Logging;

namespace ChaosService.Telemetry.Otlp;

/// <summary>
/// Stands before another provider and decides what it gets: no tokens, wherever they are written, and of the scopes those of runs alone.
/// The scopes of requests hold their paths, which are the callers'.
/// </summary>
internal sealed class RunLogProvider(ILoggerProvider inner) : ILoggerProvider, ISupportExternalScope
{
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    public ILogger CreateLogger(string categoryName) => new RunLogger(inner.CreateLogger(categoryName), () => _scopes);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
        // The inner one is its maker's.
    }
}
