using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using ChaosService.Model.Histories;
using ChaosService.Model.Workloads;
using ChaosService.Workloads.Clients;

namespace ChaosService.Workloads.Timeseries;

/// <summary>What is known of an op after an error. Fail needs proof; everything else is info.</summary>
internal static class TimeseriesOutcome
{
    /// <param name="cutOff">The run's own cancellation, to distinguish it from the request's limit.</param>
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
            // Errors that a history keeps in full are judged as texts.
            Value = operation.F is Functions.WritePoints or Functions.ReadPoints or Functions.Query
                ? OpValue.Object([.. operation.Value.Fields ?? [], new OpField("error", OpValue.Text(e.Error))])
                : default,
        };

    /// <summary>
    /// A read has no effect, so any error answer settles it. For a write, 400 means that the lines are invalid, and 503 that nothing is
    /// stored; 504 and 500 leave it open.
    /// </summary>
    private static bool ProvesNothingHappened(TimeseriesErrorException e, string f) =>
        f is Functions.Read or Functions.ReadPoints or Functions.Query
            || e.Status is HttpStatusCode.BadRequest or HttpStatusCode.ServiceUnavailable;

    /// <summary>Without the parts that vary from one answer to the next, so that the same problem is counted as one.</summary>
    private static string Text(TimeseriesErrorException e) => $"http {(int)e.Status}: {e.Error.Split(':')[0]}";

    /// <summary>No connection was established, so nothing was sent.</summary>
    private static OpResult NotConnected(HttpRequestException e, string node) =>
        OpResult.Fail(e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused }
            ? Errors.ConnectionRefused
            : "no connection", node);
}
