namespace ChaosService.MerkleKv.Settings;

/// <summary>Puts a file, the environment and the command line together; what comes later wins.</summary>
internal static class SettingsSource
{
    public static IConfiguration Read(string[] args, List<string> errors)
    {
        var given = CommandLine(args, errors);
        var file = given.TryGetValue("config", out var path) ? File(path!, errors) : [];
        foreach (var name in given.Keys.Concat(file.Keys).Where(n => !SettingsReader.Names.Contains(n)).Distinct())
            errors.Add($"{name} '{given.GetValueOrDefault(name) ?? file.GetValueOrDefault(name)}' is no setting: "
                + $"there are {string.Join(", ", SettingsReader.Names)}.");
        return new ConfigurationBuilder().AddInMemoryCollection(file).AddEnvironmentVariables().AddInMemoryCollection(given).Build();
    }

    /// <summary><c>--storage-path x</c>, <c>--storage_path=x</c> and <c>STORAGE_PATH=x</c> are the same.</summary>
    private static Dictionary<string, string?> CommandLine(string[] args, List<string> errors)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        for (var at = 0; at < args.Length; at++)
        {
            var isOption = args[at].StartsWith("--", StringComparison.Ordinal);
            var parts = (isOption ? args[at][2..] : args[at]).Split('=', 2);
            if (parts.Length == 1 && isOption && at + 1 < args.Length) parts = [parts[0], args[++at]];
            if (parts.Length == 2) values[parts[0].Replace('-', '_')] = parts[1];
            else errors.Add($"'{args[at]}' is no setting: give --name value or name=value.");
        }
        return values;
    }

    private static Dictionary<string, string?> File(string path, List<string> errors)
    {
        if (System.IO.File.Exists(path)) return TomlFile.Parse(System.IO.File.ReadAllText(path), errors);
        errors.Add($"CONFIG '{path}': give a file that is there.");
        return [];
    }
}
