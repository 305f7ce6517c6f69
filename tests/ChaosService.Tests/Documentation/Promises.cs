using ChaosService.Cli;
using ChaosService.Engine.Histories.Reading;
using ChaosService.Experiments.Loading;
using ChaosService.Host.Composition;
using ChaosService.Tests.Experiments;

namespace ChaosService.Tests.Documentation;

/// <summary>What a page says that is not so: one line for each.</summary>
internal static class Promises
{
    private static readonly string[] Ours = ["experiments/", "compose/", "docs/", "scripts/", "src/", "tests/"];

    /// <summary>
    /// Programs that are not there, command lines that chaosctl refuses, files of ours that they name and that do not exist.
    /// </summary>
    public static IEnumerable<string> BrokenCommands(Page page)
    {
        foreach (var command in page.Commands)
        {
            var words = Page.Words(command);
            if (!Exists(words[0])) yield return $"{page.Path}: {command}: there is no {words[0]}";
            foreach (var file in words.Skip(1).Where(w => Ours.Any(o => w.StartsWith(o, StringComparison.Ordinal)) && !Exists(w)))
                yield return $"{page.Path}: {command}: there is no {file}";
            if (words[0] != "./chaosctl" || words.Count == 1) continue;
            foreach (var error in CommandLine.Root(new Composer()).Parse([.. words.Skip(1)]).Errors)
                yield return $"{page.Path}: {command}: {error.Message}";
        }
    }

    /// <summary>Relative links to files, or to headings, that do not exist.</summary>
    public static IEnumerable<string> BrokenLinks(Page page)
    {
        foreach (var link in page.Links.Where(l => !l.Contains(':')))
        {
            var (file, anchor) = link.Split('#', 2) is [var f, var a] ? (f, a) : (link, null);
            var path = file.Length == 0 ? page.Path : Path.Combine(Path.GetDirectoryName(page.Path)!, file);
            if (!Exists(path)) yield return $"{page.Path}: {link}: no such file";
            else if (anchor is not null && !(file.Length == 0 ? page : Read(path)).Anchors.Contains(anchor))
                yield return $"{page.Path}: {link}: no such heading";
        }
    }

    /// <summary>Whole experiments and histories that the program would not take.</summary>
    public static IEnumerable<string> BrokenExamples(Page page)
    {
        foreach (var block in page.Blocks)
        {
            if (block.Language == "yaml" && block.Text.StartsWith("apiVersion: chaosservice", StringComparison.Ordinal))
                foreach (var problem in DocumentHead.Of(block.Text).IsSuite
                    ? Shipped.Suites.LoadText(page.Path, block.Text).Problems
                    : Shipped.Loader.LoadText(page.Path, block.Text, []).Problems)
                    yield return problem.ToString();
            if (block.Text.StartsWith("{\"index\"", StringComparison.Ordinal) && HistoryProblem(block.Text) is { } found)
                yield return $"{page.Path}: {found}";
        }
    }

    public static Page Read(string path) =>
        new(Path.GetRelativePath(Shipped.Root, Path.Combine(Shipped.Root, path)), File.ReadAllText(Path.Combine(Shipped.Root, path)));

    private static string? HistoryProblem(string text)
    {
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text));
        try
        {
            return HistoryReader.Read(stream, "example").Truncation;
        }
        catch (HistoryFormatException e)
        {
            return e.Message;
        }
    }

    private static bool Exists(string path) => Path.Exists(Path.Combine(Shipped.Root, path));
}
