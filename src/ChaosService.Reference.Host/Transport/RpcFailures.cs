using System.Net.Sockets;
using ChaosService.Reference.Host.Consensus;
using Grpc.Core;

namespace ChaosService.Reference.Host.Transport;

/// <summary>What a failed call reveals about the outcome of the request.</summary>
internal static class RpcFailures
{
    /// <summary>Without a connection nothing was sent. After any other failure the outcome is unknown.</summary>
    public static Outcome Outcome(Exception error, string node) =>
        IsUnsent(error) ? Consensus.Outcome.Refused(Text(error, node)) : Consensus.Outcome.Unknown(Text(error, node));

    public static string Text(Exception error, string node) =>
        error is RpcException ? $"{node}: {Detail(error)}" : error.Message;

    /// <summary>The library reports a call that was not sent by exception types; the innermost one is clear.</summary>
    public static string Detail(Exception error) => error is not RpcException { Status: var status } ? error.Message
        : status.DebugException is { } cause and not OperationCanceledException ? cause.GetBaseException().Message
        : status.Detail;

    /// <summary>Whether no connection was established. One that is reset may have carried the request.</summary>
    public static bool IsUnsent(Exception error) => error is UnknownNodeException
        || (error is RpcException { Status.DebugException: { } cause } && cause is
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError }
            or SocketException
            {
                SocketErrorCode: SocketError.ConnectionRefused or SocketError.HostUnreachable or SocketError.NetworkUnreachable
                    or SocketError.HostNotFound or SocketError.TryAgain,
            });
}
