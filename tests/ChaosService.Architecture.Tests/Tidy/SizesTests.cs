using ChaosService.Architecture.Tests.Source;

namespace ChaosService.Architecture.Tests.Tidy;

public sealed class SizesTests
{
    [Fact]
    public void Sources_are_small_files() => Rule.Holds(Sizes.OverDistribution([.. Repository.Sources]));

    [Fact]
    public void No_file_is_long() => Rule.Holds(Repository.Code.SelectMany(Sizes.OverLimit));

    [Fact]
    public void No_function_is_long() => Rule.Holds(Repository.Code.SelectMany(Sizes.LongFunctions));

    [Fact]
    public void No_line_is_long() => Rule.Holds(Repository.Written.SelectMany(Sizes.LongLines));

    [Fact]
    public void Long_file_is_found() => Rule.Finds(Sizes.OverLimit(FileOf(401)), "A.cs: 401 lines, at most 400");

    [Fact]
    public void File_at_the_limit_is_not() => Rule.Finds(Sizes.OverLimit(FileOf(400)));

    [Fact]
    public void Large_files_all_over_are_found() => Rule.Finds(
        Sizes.OverDistribution([FileOf(61), FileOf(61), FileOf(201)]),
        "median of 3 files: 61 lines, at most 60", "90th percentile of 3 files: 201 lines, at most 200");

    [Fact]
    public void Long_function_is_found() => Rule.Finds(Sizes.LongFunctions(Function(69)), "A.cs:2: 71 lines in one function, at most 70");

    [Fact]
    public void Function_at_the_limit_is_not() => Rule.Finds(Sizes.LongFunctions(Function(68)));

    [Fact]
    public void Long_line_is_found() =>
        Rule.Finds(Sizes.LongLines(new("A.cs", $"a\n{new string('b', 141)}\n")), "A.cs:2: 141 characters, at most 140");

    [Fact]
    public void Line_at_the_limit_is_not() => Rule.Finds(Sizes.LongLines(new("A.cs", $"{new string('b', 140)}\r\n")));

    [Fact]
    public void Prose_of_Markdown_is_measured_and_tables_and_code_blocks_are_not()
    {
        var line = new string('b', 141);

        Rule.Finds(Sizes.LongLines(new("A.md", $"| {line} |\n```\n{line}\n```\n{line}\n")), "A.md:5: 141 characters, at most 140");
    }

    private static SourceFile FileOf(int lines) => new("A.cs", string.Concat(Enumerable.Repeat("a\n", lines)));

    private static SourceFile Function(int statements) =>
        new("A.cs", $"class A {{\nvoid F() {{\n{string.Concat(Enumerable.Repeat("a();\n", statements))}}}\n}}\n");
}
