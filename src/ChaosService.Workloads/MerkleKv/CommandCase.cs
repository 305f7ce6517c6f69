namespace ChaosService.Workloads.MerkleKv;

/// <summary>Names of commands are in any case, which only a client that uses it can show.</summary>
internal static class CommandCase
{
    public const string Upper = "upper";
    public const string Lower = "lower";

    /// <summary>One letter so, the next one the other way: <c>gEt</c>.</summary>
    public const string Mixed = "mixed";

    /// <param name="line">With its name in capitals, and an argument.</param>
    public static string Write(string line, string commands)
    {
        if (commands == Upper) return line;
        var end = line.IndexOf(' ');
        var name = line[..end].ToLowerInvariant();
        if (commands == Mixed) name = string.Concat(name.Select((c, i) => i % 2 == 0 ? c : char.ToUpperInvariant(c)));
        return name + line[end..];
    }
}
