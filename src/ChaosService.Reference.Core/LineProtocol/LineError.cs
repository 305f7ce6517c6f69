namespace ChaosService.Reference.Core.LineProtocol;

/// <summary>A line that is not stored, as the API says it.</summary>
/// <param name="LineNumber">Beginning with 1.</param>
internal sealed record LineError(string OriginalLine, int LineNumber, string ErrorMessage);
