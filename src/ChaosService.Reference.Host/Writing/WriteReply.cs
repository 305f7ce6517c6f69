using ChaosService.Reference.Core.LineProtocol;

namespace ChaosService.Reference.Host.Writing;

/// <summary>What a client is told of its write.</summary>
/// <param name="Status">
/// 204: all is stored. 400: the lines that are named are not, and with <c>accept_partial</c> the others are. 503: nothing is stored. 504:
/// it is not known of the lines that are named whether they are. 500: the named lines of a write that was to be whole are not stored.
/// </param>
internal sealed record WriteReply(int Status, string? Error, IReadOnlyList<LineError> Lines);
