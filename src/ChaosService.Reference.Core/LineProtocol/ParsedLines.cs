namespace ChaosService.Reference.Core.LineProtocol;

/// <summary>The contents of a text: every line is in one of the two lists, unless it is empty or a comment.</summary>
internal sealed record ParsedLines(IReadOnlyList<Point> Points, IReadOnlyList<LineError> Errors);
