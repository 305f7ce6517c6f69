namespace ChaosService.MerkleKv.Commands;

/// <summary>A line, taken apart.</summary>
/// <param name="Name">As the client wrote it.</param>
/// <param name="Rest">What follows the first blank; null: there is none.</param>
internal readonly record struct Command(string Name, string? Rest)
{
    public string UpperName => Name.ToUpperInvariant();

    /// <exception cref="RefusedCommandException">It is no command.</exception>
    public static Command Parse(string line)
    {
        if (line.Any(char.IsControl))
            throw new RefusedCommandException($"Invalid character: {(line.Contains('\t') ? "tab" : "control")} character not allowed");
        var text = line.TrimStart(' ');
        if (text.Length == 0) throw new RefusedCommandException("Empty command");
        var blank = text.IndexOf(' ');
        return blank < 0 ? new(text, null) : new(text[..blank], text[(blank + 1)..]);
    }

    /// <summary>The only argument.</summary>
    public string One()
    {
        var text = Rest ?? throw new RefusedCommandException($"{UpperName} command requires arguments");
        if (text.Length == 0) throw new RefusedCommandException($"{UpperName} command requires a key");
        return text.Contains(' ') ? throw new RefusedCommandException($"{UpperName} command accepts only one argument") : text;
    }

    /// <summary>A key, and a value that may contain blanks or be empty.</summary>
    public (string Key, string Value) KeyAndValue()
    {
        if (Rest is null && UpperName == "SET") throw new RefusedCommandException("SET command requires arguments");
        if (Rest?.IndexOf(' ') is not (>= 0 and var blank))
            throw new RefusedCommandException($"{UpperName} command requires a key and value");
        if (blank == 0) throw new RefusedCommandException($"{UpperName} command key cannot be empty");
        return (Rest[..blank], Rest[(blank + 1)..]);
    }

    public string[] Words() => Rest?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
}
