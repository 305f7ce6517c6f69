namespace ChaosService.Tests.Experiments;

public sealed class FileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("chaosservice-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void File_is_loaded() => Assert.Empty(Load("sample.yaml", Sample.Valid));

    [Fact]
    public void Byte_order_mark_is_no_problem() => Assert.Empty(Load("sample.yaml", '\uFEFF' + Sample.Valid));

    [Fact]
    public void Missing_file_is_a_problem() =>
        Assert.Equal(
            "nowhere.yaml:1:1: there is no such file; check the path",
            Assert.Single(Sample.Loader.Load("nowhere.yaml", []).Problems).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    public void Impossible_path_is_a_missing_file(string path) =>
        Assert.Equal("there is no such file", Assert.Single(Sample.Loader.Load(path, []).Problems).Message);

    [Fact]
    public void Directory_is_a_problem() =>
        Assert.Equal(
            $"{_folder}:1:1: this is a directory; name a YAML file in it",
            Assert.Single(Sample.Loader.Load(_folder, []).Problems).ToString());

    [Fact]
    public void Big_file_is_a_problem() =>
        Assert.Equal(["the file is bigger than 1 MiB"], Load("big.yaml", new string('#', (1 << 20) + 1)));

    [Fact]
    public void Endless_file_is_a_problem_and_ends() =>
        Assert.Equal("the file is bigger than 1 MiB", Assert.Single(Sample.Loader.Load("/dev/zero", []).Problems).Message);

    [Fact]
    public void Binary_file_is_a_problem() => Assert.Equal(["this is not a text file"], Load("program.yaml", "\u007fELF\0\0"));

    [Fact]
    public void File_that_is_not_UTF8_is_a_problem()
    {
        var path = Path.Combine(_folder, "latin1.yaml");
        File.WriteAllBytes(path, [0x61, 0x3a, 0x20, 0xe9, 0x0a]);
        Assert.Equal("this is not a text file", Assert.Single(Sample.Loader.Load(path, []).Problems).Message);
    }

    private IEnumerable<string> Load(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return Sample.Loader.Load(path, []).Problems.Select(p => p.Message);
    }
}
