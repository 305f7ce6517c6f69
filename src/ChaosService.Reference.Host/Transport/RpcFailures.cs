using System.Net.Sockets;
using ChaosService.Reference.Host.Consensus;
using Grpc.Core;

namespace ChaosService.Reference.Host.Transport;

/// <summary>What a call that failed says of what was asked for.</summary>
internal static class RpcFailures
{
    /// <summary>Without a connection nothing was sent. Of anything else it is not known how far it came.</summary>
    public static Outcome Outcome(Exception error, string node) =>
        IsUnsent(error) ? Consensus.Outcome.Refused(Text(error, node)) : Consensus.Outcome.Unknown(Text(error, node));

    public static string Text(Exception error, string node) =>
        error is RpcException ? $"{node}: {Detail(error)}" : error.Message;

    /// <summary>The library tells of a call that did not get through by the types of exceptions; the innermost one is plain.</summary>
    public static string Detail(Exception error) => error is not RpcException { Status: var status } ? error.Message
        : status.DebugException is { } cause and not OperationCanceledException ? cause.GetBaseException().Message
        : status.Detail;

    /// <summary>Whether no connection came about. One that is reset may have carried the request.</summary>
    public static bool IsUnsent(Exception error) => error is UnknownNodeException
        || (error is RpcException { Status.DebugException: { } cause } && cause is
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError }
            or SocketException
            {
                SocketErrorCode: SocketError.ConnectionRefused or SocketError.HostUnreachable or SocketError.NetworkUnreachable
                    or SocketError.HostNotFound or SocketError.TryAgain,
            });
}
