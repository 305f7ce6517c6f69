using ChaosService.Architecture.Tests.Source;

namespace ChaosService.Architecture.Tests.Tidy;

/// <summary>How long files and functions may be.</summary>
internal static class Sizes
{
    public const int MedianLines = 60;
    public const int Percentile90Lines = 200;
    public const int FileLines = 400;
    public const int FunctionLines = 70;
    public const int LineCharacters = 140;

    public static IEnumerable<string> OverLimit(SourceFile file) =>
        Length(file) > FileLines ? [$"{file.Path}: {Length(file)} lines, at most {FileLines}"] : [];

    public static IEnumerable<string> OverDistribution(IReadOnlyCollection<SourceFile> files)
    {
        int[] lengths = [.. files.Select(Length).Order()];
        if (lengths.Length == 0) yield break;
        var (median, percentile90) = (lengths[lengths.Length / 2], lengths[lengths.Length * 9 / 10]);
        if (median > MedianLines) yield return $"median of {lengths.Length} files: {median} lines, at most {MedianLines}";
        if (percentile90 > Percentile90Lines)
            yield return $"90th percentile of {lengths.Length} files: {percentile90} lines, at most {Percentile90Lines}";
    }

    /// <summary>Lines of code: neither comments nor what stands in a long literal make a function hard to read.</summary>
    public static IEnumerable<string> LongFunctions(SourceFile file) =>
        from member in CodeBlocks.Members(file.Code)
        where member.IsFunction
        let lines = file.Code[member.Start..member.End].Split('\n').Count(l => !string.IsNullOrWhiteSpace(l))
        where lines > FunctionLines
        select file.At(member.Start, $"{lines} lines in one function, at most {FunctionLines}");

    /// <summary>
    /// Of lines as an editor shows them. In Markdown of the prose alone: rows of tables and code blocks are as long as what they show.
    /// </summary>
    public static IEnumerable<string> LongLines(SourceFile file) =>
        Written(file).Where(l => l.Text.Length > LineCharacters)
            .Select(l => $"{file.Path}:{l.Number}: {l.Text.Length} characters, at most {LineCharacters}");

    private static IEnumerable<(string Text, int Number)> Written(SourceFile file)
    {
        var lines = file.Lines.Select((line, i) => (Text: line.TrimEnd('\r'), Number: i + 1));
        return Path.GetExtension(file.Path) == ".md" ? Prose(lines) : lines;
    }

    private static IEnumerable<(string Text, int Number)> Prose(IEnumerable<(string Text, int Number)> lines)
    {
        var inBlock = false;
        foreach (var line in lines)
        {
            var text = line.Text.TrimStart();
            if (text.StartsWith("```", StringComparison.Ordinal)) inBlock = !inBlock;
            else if (!inBlock && !text.StartsWith('|')) yield return line;
        }
    }

    private static int Length(SourceFile file) => file.Lines.Count - (file.Text.EndsWith('\n') ? 1 : 0);
}
