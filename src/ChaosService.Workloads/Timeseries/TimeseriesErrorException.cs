using System.Net;

namespace ChaosService.Workloads.Timeseries;

/// <summary>The node answered with an error.</summary>
/// <param name="lines">The lines that the error lists, by number from 1, with the problem of each; empty when it lists none.</param>
internal sealed class TimeseriesErrorException(
    HttpStatusCode status, string error, IReadOnlyList<(int Line, string Error)> lines) : Exception($"http {(int)status}: {error}")
{
    public HttpStatusCode Status => status;

    public string Error => error;

    public IReadOnlyList<(int Line, string Error)> Lines => lines;
}
