using ChaosService.Reference.Core.LineProtocol;

namespace ChaosService.Reference.Host.Writing;

/// <summary>The lines of a write. Only errors need them individually.</summary>
internal sealed class SourceLines(string text)
{
    private readonly Lazy<string[]> _lines = new(() => text.Split('\n'));

    public LineError Error(Point point, string why) => new(_lines.Value[point.Line - 1].TrimEnd('\r'), point.Line, why);
}
