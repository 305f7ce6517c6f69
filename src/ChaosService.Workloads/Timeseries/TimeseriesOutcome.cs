using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using ChaosService.Model.Histories;
using ChaosService.Model.Workloads;
using ChaosService.Workloads.Clients;

namespace ChaosService.Workloads.Timeseries;

/// <summary>What is known of an op after an error. Fail needs a proof; everything else is info.</summary>
internal static class TimeseriesOutcome
{
    /// <param name="cutOff">The run's own cancellation, to tell it from the request's limit.</param>
    public static OpResult Of(Exception exception, in Operation operation, string node, CancellationToken cutOff) => exception switch
    {
        NodeDownException => OpResult.Fail(Errors.NodeDown, node),
        TimeseriesErrorException e => Answered(e, operation, node),
        OperationCanceledException => OpResult.Info(cutOff.IsCancellationRequested ? Errors.CutOff : Errors.Timeout, node),
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } e => NotConnected(e, node),
        HttpRequestException or IOException or SocketException => OpResult.Info(Errors.ConnectionBroken, node),
        JsonException or FormatException or InvalidOperationException or KeyNotFoundException =>
            OpResult.Info("answer is not the database's", node),
        _ => OpResult.Info(exception.GetType().Name, node),
    };

    private static OpResult Answered(TimeseriesErrorException e, in Operation operation, string node) =>
        (ProvesNothingHappened(e, operation.F) ? OpResult.Fail(Text(e), node) : OpResult.Info(Text(e), node)) with
        {
            // What stands in a history in full is judged as a text.
            Value = operation.F is Functions.WritePoints or Functions.ReadPoints or Functions.Query
                ? OpValue.Object([.. operation.Value.Fields ?? [], new OpField("error", OpValue.Text(e.Error))])
                : default,
        };

    /// <summary>
    /// A read has no effect, so any answer that is an error settles it. Of a write 400 says that the lines are bad, and 503 that nothing is
    /// stored; 504 and 500 leave it open.
    /// </summary>
    private static bool ProvesNothingHappened(TimeseriesErrorException e, string f) =>
        f is Functions.Read or Functions.ReadPoints or Functions.Query
            || e.Status is HttpStatusCode.BadRequest or HttpStatusCode.ServiceUnavailable;

    /// <summary>Without what differs from one answer to the next, so that the same trouble is counted as one.</summary>
    private static string Text(TimeseriesErrorException e) => $"http {(int)e.Status}: {e.Error.Split(':')[0]}";

    /// <summary>No connection came about, so nothing was sent.</summary>
    private static OpResult NotConnected(HttpRequestException e, string node) =>
        OpResult.Fail(e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused }
            ? Errors.ConnectionRefused
            : "no connection", node);
}
