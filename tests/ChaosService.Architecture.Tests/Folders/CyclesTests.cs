using ChaosService.Architecture.Tests.Source;

namespace ChaosService.Architecture.Tests.Folders;

public sealed class CyclesTests
{
    [Fact]
    public void Folders_of_a_project_need_each_other_one_way() => Rule.Holds(
        Repository.Files.Where(f => f.Path.StartsWith("src/", StringComparison.Ordinal) && Path.GetExtension(f.Path) is ".cs" or ".razor")
            .GroupBy(f => f.Project)
            .SelectMany(p => Cycles.In(FolderUse.Within([.. p]))));

    [Fact]
    public void Two_folders_that_need_each_other_are_found() => Rule.Finds(
        In(("Queue/Queue.cs", "using P.Wire;\nnamespace P.Queue;\ninternal sealed class Place { Answer a; }"),
           ("Wire/Answer.cs", "using P.Queue;\nnamespace P.Wire;\ninternal sealed record Answer(Place Where);")),
        "src/P/Queue -> src/P/Wire: Queue.cs names Answer", "src/P/Wire -> src/P/Queue: Answer.cs names Place");

    [Fact]
    public void Folder_and_the_one_above_it_are_found() => Rule.Finds(
        In(("Checks.cs", "using P.Slo;\nnamespace P;\nclass Checks { Latency l; }\nclass Words;"), (
            "Slo/Latency.cs", "namespace P.Slo;\nclass Latency { Words w; }")),
        "src/P -> src/P/Slo: Checks.cs names Latency", "src/P/Slo -> src/P: Latency.cs names Words");

    [Fact]
    public void Extension_method_counts_as_what_it_is() => Rule.Finds(
        In(("A/Log.cs", "using P.B;\nnamespace P.A;\nstatic class Log { public static void Ready(this Room room) { } }"),
           ("B/Room.cs", "using P.A;\nnamespace P.B;\nclass Room { void Open() => this.Ready(); }")),
        "src/P/A -> src/P/B: Log.cs names Room", "src/P/B -> src/P/A: Room.cs names Ready");

    [Fact]
    public void Component_that_is_named_as_a_tag_counts() => Rule.Finds(
        In(("_Imports.razor", "@using P.Parts"), ("Parts/Badge.razor", "<b>@Page.Name</b>\n@using P.Pages"), (
            "Pages/Page.razor", "<Badge />")),
        "src/P/Pages -> src/P/Parts: Page.razor names Badge", "src/P/Parts -> src/P/Pages: Badge.razor names Page");

    [Theory]
    [InlineData("/// <summary>See <see cref=\"Answer\"/>.</summary>\nclass Place;")]
    [InlineData("class Place { string Answer => \"\"; }")]
    public void Comment_and_a_name_that_is_not_seen_do_not(string code) => Rule.Finds(
        In(("Queue/Place.cs", $"namespace P.Queue;\n{code}"), (
            "Wire/Answer.cs", "using P.Queue;\nnamespace P.Wire;\nclass Answer { Place p; }")));

    private static IEnumerable<string> In(params (string Path, string Code)[] files) =>
        Cycles.In(FolderUse.Within([.. files.Select(f => new SourceFile($"src/P/{f.Path}", f.Code))]));
}
