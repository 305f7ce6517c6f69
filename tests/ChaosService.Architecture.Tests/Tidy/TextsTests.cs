using ChaosService.Architecture.Tests.Source;

namespace ChaosService.Architecture.Tests.Tidy;

public sealed class TextsTests
{
    [Fact]
    public void Every_file_is_tidy() => Rule.Holds(Repository.Files.SelectMany(Texts.Violations));

    [Theory]
    [InlineData("a", "a.md: does not end with a newline")]
    [InlineData("a\r\n", "a.md: carriage returns")]
    [InlineData("a \nb\n", "a.md:1: blanks at the end of the line")]
    [InlineData("a\n" + "TO" + "DO: b\n", "a.md:2: " + "TO" + "DO: unfinished")]
    [InlineData(
        "https:" + "//registry.example.org/a\n",
        "a.md:1: https:" + "//registry.example.org: names a package source: the machine's own configuration does")]
    [InlineData("see /ho" + "me/ada/chaos\n", "a.md:1: /ho" + "me/ada/chaos: a path of one machine")]
    public void Untidy_text_is_found(string text, string expected) => Rule.Finds(Texts.Violations(new("a.md", text)), expected);

    [Theory]
    [InlineData("a\n\nb\n")]
    [InlineData("https://github.com/etcd-io/etcd\n")]
    [InlineData("/var/lib/docker and $HOME/work/x\n")]
    public void Tidy_text_is_not(string text) => Rule.Finds(Texts.Violations(new("a.md", text)));
}
