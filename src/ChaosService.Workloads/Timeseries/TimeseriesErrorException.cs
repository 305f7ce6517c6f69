using System.Net;

namespace ChaosService.Workloads.Timeseries;

/// <summary>The node answered with an error.</summary>
/// <param name="lines">The lines that it names, by their numbers from 1, with what is wrong with each; none when it names none.</param>
internal sealed class TimeseriesErrorException(
    HttpStatusCode status, string error, IReadOnlyList<(int Line, string Error)> lines) : Exception($"http {(int)status}: {error}")
{
    public HttpStatusCode Status => status;

    public string Error => error;

    public IReadOnlyList<(int Line, string Error)> Lines => lines;
}
