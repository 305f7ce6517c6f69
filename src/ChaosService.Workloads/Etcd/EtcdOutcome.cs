using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using ChaosService.Model.Histories;
using ChaosService.Model.Workloads;
using ChaosService.Workloads.Clients;

namespace ChaosService.Workloads.Etcd;

/// <summary>What is known of an op after an error. Fail needs proof; everything else is info.</summary>
internal static class EtcdOutcome
{
    /// <summary>
    /// Errors that etcd returns before it proposes to Raft. Some that sound similar are not among them: "database space exceeded" (the
    /// write that hits the quota is applied and answered with the error), "leader changed", "server stopped" and every "request timed out"
    /// (the proposal may be in a member's log).
    /// </summary>
    private static readonly HashSet<string> NeverProposed = new(StringComparer.Ordinal)
    {
        "etcdserver: no leader",
        "etcdserver: too many requests",
        "etcdserver: request is too large",
        "raft proposal dropped",
    };

    /// <param name="cutOff">The run's own cancellation, to distinguish it from the request's limit.</param>
    public static OpResult Of(Exception exception, string f, string node, CancellationToken cutOff) => exception switch
    {
        NodeDownException => OpResult.Fail(Errors.NodeDown, node),
        EtcdErrorException e when ProvesNothingHappened(e, f) => OpResult.Fail(e.Message, node),
        EtcdErrorException e => OpResult.Info(e.Message, node),
        OperationCanceledException => OpResult.Info(cutOff.IsCancellationRequested ? Errors.CutOff : Errors.Timeout, node),
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } e => NotConnected(e, node),
        HttpRequestException or IOException or SocketException => OpResult.Info(Errors.ConnectionBroken, node),
        JsonException or FormatException => OpResult.Info("answer is not etcd's", node),
        _ => OpResult.Info(exception.GetType().Name, node),
    };

    /// <summary>A read has no effect, so any error answer settles it.</summary>
    private static bool ProvesNothingHappened(EtcdErrorException e, string f) =>
        Functions.ChangesNothing(f) || e.Status == HttpStatusCode.BadRequest || NeverProposed.Contains(e.Error);

    /// <summary>No connection was established, so nothing was sent.</summary>
    private static OpResult NotConnected(HttpRequestException e, string node) =>
        OpResult.Fail(e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused }
            ? Errors.ConnectionRefused
            : "no connection", node);
}
