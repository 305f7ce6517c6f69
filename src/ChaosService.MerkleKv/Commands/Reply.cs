namespace ChaosService.MerkleKv.Commands;

/// <summary>What a client reads.</summary>
/// <param name="Text">One or more lines, without the last line's end.</param>
/// <param name="StopsNode">Whether the node stops once the client has it.</param>
internal readonly record struct Reply(string Text, bool StopsNode = false)
{
    public const string LineEnd = "\r\n";

    public static Reply Ok => new("OK");

    public static Reply NotFound => new("NOT_FOUND");

    public static Reply Value(string value) => new($"VALUE {value}");

    public static Reply Error(string text) => new($"ERROR {text}");

    public static Reply Lines(IEnumerable<string> lines) => new(string.Join(LineEnd, lines));
}
