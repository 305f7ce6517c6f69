namespace ChaosService.Architecture.Tests.Source;

/// <param name="Path">From the root, with forward slashes.</param>
internal sealed record SourceFile(string Path, string Text)
{
    /// <summary>The text with comments and the contents of literals blanked; every character keeps its place.</summary>
    public string Code => field ??= CodeText.Blank(Text);

    public IReadOnlyList<string> Lines => field ??= Text.Split('\n');

    /// <summary>The project's folder and name: <c>ChaosService.Model</c> for a file in <c>src/ChaosService.Model</c>.</summary>
    public string Project => Path.Split('/') is [_, var project, _, ..] ? project : "";

    public int LineAt(int position) => Text.AsSpan(0, position).Count('\n') + 1;

    public string At(int position, string problem) => $"{Path}:{LineAt(position)}: {problem}";
}
