using ChaosService.Model.Clusters;
using ChaosService.Service.Conditions;
using Microsoft.Extensions.Logging;

namespace ChaosService.Service.Logging;

/// <summary>Where this process tells about itself. Disposing sends what waits; each part has a limit of its own.</summary>
internal interface ITelemetry : ICondition, IDisposable
{
    ILoggerFactory Logs { get; }

    /// <summary>Null: nodes' logs stay in the runs' directories.</summary>
    INodeLogSink? NodeLogs { get; }

    /// <summary>The scopes of the meters that tell of the telling itself.</summary>
    IReadOnlyList<object> MeterScopes { get; }
}
