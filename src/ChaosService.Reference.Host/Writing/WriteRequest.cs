using ChaosService.Reference.Core.LineProtocol;

namespace ChaosService.Reference.Host.Writing;

/// <param name="AcceptsPartial">Whether good lines are stored when others are bad.</param>
internal sealed record WriteRequest(string Database, string Lines, Precision Precision, bool AcceptsPartial);
