namespace ChaosService.Reference.Core.LineProtocol;

/// <summary>A line that is not stored, as reported by the API.</summary>
/// <param name="LineNumber">From 1.</param>
internal sealed record LineError(string OriginalLine, int LineNumber, string ErrorMessage);
