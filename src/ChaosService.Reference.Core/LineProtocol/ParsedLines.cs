namespace ChaosService.Reference.Core.LineProtocol;

/// <summary>What a text holds: every line is in one of the two, unless it is empty or a comment.</summary>
internal sealed record ParsedLines(IReadOnlyList<Point> Points, IReadOnlyList<LineError> Errors);
