using System.Text.RegularExpressions;
using ChaosService.Tests.Experiments;

namespace ChaosService.Tests.Host;

/// <summary><c>compose/chaosservice.yaml</c> and what is said of it.</summary>
public sealed partial class ContainerFileTests
{
    private static string File { get; } = Read("compose/chaosservice.yaml");

    [Fact]
    public void Image_is_of_this_version()
    {
        var version = Regex.Match(Read("Directory.Build.props"), "<Version>(.+)</Version>").Groups[1].Value;
        Assert.Contains($"image: chaosservice/chaosservice:${{CHAOSSERVICE_VERSION:-{version}}}", File);
    }

    [Fact]
    public void Own_containers_are_no_runs_leftover_and_not_privileged()
    {
        Assert.DoesNotContain("io.chaosservice", File);
        Assert.DoesNotContain("privileged", File);
    }

    [Fact]
    public void Every_capability_has_its_reason_in_the_documentation()
    {
        var added = Regex.Match(File, @"cap_add: \[(.+)\]").Groups[1].Value.Split(", ");
        var explained = CapabilityRow().Matches(Read("docs/run-in-a-container.md").Split("| capability |")[1].Split("\n\n")[0])
            .Select(m => m.Groups[1].Value);

        Assert.Equal(added.Order(StringComparer.Ordinal), explained.Order(StringComparer.Ordinal));
    }

    private static string Read(string path) => System.IO.File.ReadAllText(Path.Combine(Shipped.Root, path));

    [GeneratedRegex(@"^\| `([A-Z_]+)` \|", RegexOptions.Multiline)]
    private static partial Regex CapabilityRow();
}
