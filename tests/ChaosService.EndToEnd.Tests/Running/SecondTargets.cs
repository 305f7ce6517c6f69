using System.Text.RegularExpressions;

namespace ChaosService.EndToEnd.Tests.Running;

/// <summary>
/// The shipped targets once more under other names, so that they can be up beside those: a target's compose project is named after it.
/// </summary>
public sealed partial class SecondTargets : IDisposable
{
    private const string Prefix = "second-";

    private readonly string _directory = Directory.CreateTempSubdirectory("chaosservice-second-").FullName;

    public SecondTargets()
    {
        var compose = Directory.CreateDirectory(Path.Combine(Home, "compose")).FullName;
        foreach (var target in Directory.GetDirectories(Path.Combine(Repository.Root, "compose")))
            Directory.CreateSymbolicLink(Path.Combine(compose, Prefix + Path.GetFileName(target)), target);
    }

    /// <summary>Of a chaosctl that knows these alone.</summary>
    public string Home => Path.Combine(_directory, "home");

    /// <summary>A copy of the shipped experiment that is the same but for its target.</summary>
    public string Experiment(string name)
    {
        var file = Path.Combine(_directory, name + ".yaml");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var text = File.ReadAllText(Repository.Experiment(name));
        Assert.Single(Target().Matches(text));
        File.WriteAllText(file, Target().Replace(text, "$0" + Prefix));
        return file;
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [GeneratedRegex(@"^  target:( |\n    name: )", RegexOptions.Multiline)]
    private static partial Regex Target();
}
