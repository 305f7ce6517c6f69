using ChaosService.Model.Clusters;
using ChaosService.Service.Conditions;
using Microsoft.Extensions.Logging;

namespace ChaosService.Service.Logging;

/// <summary>
/// Where this process sends its own logs, metrics and traces. Disposing sends what is queued; each part has a limit of its own.
/// </summary>
internal interface ITelemetry : ICondition, IDisposable
{
    ILoggerFactory Logs { get; }

    /// <summary>Null: nodes' logs stay in the runs' directories.</summary>
    INodeLogSink? NodeLogs { get; }

    /// <summary>The scopes of the meters about the telemetry itself.</summary>
    IReadOnlyList<object> MeterScopes { get; }
}
