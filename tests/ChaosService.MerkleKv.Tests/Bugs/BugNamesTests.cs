using System.Reflection;
using ChaosService.MerkleKv.Bugs;

namespace ChaosService.MerkleKv.Tests.Bugs;

public sealed class BugNamesTests
{
    [Fact]
    public void Each_bug_has_a_test_that_shows_it()
    {
        var tested = typeof(BugNamesTests).Assembly.GetTypes().SelectMany(t => t.GetMethods())
            .SelectMany(m => m.GetCustomAttributes<TraitAttribute>()).Where(t => t.Name == "bug").Select(t => t.Value);

        Assert.Equal(BugNames.All.Keys.Order(), tested.Order());
    }

    [Fact]
    public void Each_bug_is_in_the_documentation()
    {
        var page = File.ReadAllLines(Path.Combine(Root(), "docs", "merklekv.md"));

        Assert.Equal(
            BugNames.All.Keys.Order(),
            page.Where(l => l.StartsWith("| `", StringComparison.Ordinal)).Select(l => l.Split('`')[1])
                .Where(BugNames.All.ContainsKey).Order());
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "ChaosService.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
