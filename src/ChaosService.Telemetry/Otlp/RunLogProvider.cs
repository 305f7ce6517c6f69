using Microsoft.Extensions.Logging;

namespace ChaosService.Telemetry.Otlp;

/// <summary>
/// A filter in front of another provider: it removes tokens, wherever they are written, and all scopes except those of runs. The scopes of
/// requests contain their paths, which callers choose.
/// </summary>
internal sealed class RunLogProvider(ILoggerProvider inner) : ILoggerProvider, ISupportExternalScope
{
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    public ILogger CreateLogger(string categoryName) => new RunLogger(inner.CreateLogger(categoryName), () => _scopes);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
        // The inner provider belongs to its creator.
    }
}
