using System.Net;

namespace ChaosService.Workloads.Timeseries;

/// <summary>The node answered with an error.</summary>
internal sealed class TimeseriesErrorException(HttpStatusCode status, string error) : Exception($"http {(int)status}: {error}")
{
    public HttpStatusCode Status => status;

    public string Error => error;
}
