using ChaosService.Faults.Disk.Corrupt;
using ChaosService.Model.Randomness;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.Tests.Faults.Disk;

/// <summary>Files that are damaged and put back, on a folder that stands for a filesystem.</summary>
public sealed class DamageTests : IDisposable
{
    private const string Mark = ".chaosservice-corrupt-r-f1";

    private static readonly byte[] Content = [.. Enumerable.Range(0, 1000).Select(i => (byte)i)];

    private readonly TempDirectory _top = new();

    public DamageTests()
    {
        Directory.CreateDirectory(_top.File("wal"));
        File.WriteAllBytes(_top.File("wal/1.wal"), Content);
    }

    public void Dispose() => _top.Dispose();

    [Fact]
    public void Files_are_found_by_their_path_and_links_and_our_own_are_not()
    {
        File.WriteAllText(_top.File("wal/2.wal"), "x");
        File.WriteAllText(_top.File("wal/1.snap"), "x");
        File.CreateSymbolicLink(_top.File("wal/3.wal"), "/etc/passwd");
        Directory.CreateSymbolicLink(_top.File("etc"), "/etc");
        Directory.CreateDirectory(_top.File(Mark));
        File.WriteAllText(_top.File($"{Mark}/1.wal"), "x");
        Assert.Equal(["wal/1.wal", "wal/2.wal"], KeptFiles.Matching(_top.Path, "wal/*.wal"));
        Assert.Equal(["wal/1.wal", "wal/2.wal"], KeptFiles.Matching(_top.Path, "*.wal"));
        Assert.Empty(KeptFiles.Matching(_top.Path, "*passwd"));
    }

    [Fact]
    public void Seed_decides_which_bits_and_each_is_in_a_byte_of_its_own()
    {
        var (first, again, other) = (Plan(1, bits: 20), Plan(1, bits: 20), Plan(2, bits: 20));
        Assert.Equal(first.Flips, again.Flips);
        Assert.NotEqual(first.Flips, other.Flips);
        Assert.Equal(20, first.Flips.Select(f => f.Offset).Distinct().Count());
        Assert.All(first.Flips, f => Assert.Equal(1, int.PopCount(f.Found ^ f.Written)));
        Assert.Equal(1000, Plan(1, bits: 5000).Flips.Count);
    }

    [Theory]
    [InlineData(8, null)]
    [InlineData(null, 100L)]
    [InlineData(null, 5000L)]
    public void File_that_nobody_wrote_to_is_put_back_to_the_byte(int? bits, long? cut)
    {
        var damage = Spoil(Plan(1, bits, cut));
        Assert.True(damage.Look(_top.Path).All);
        Assert.NotEqual(damage.Sum, Damage.SumOf(_top.File("wal/1.wal")));
        KeptFiles.PutBack(_top.Path, Mark);
        Assert.Equal(Content, File.ReadAllBytes(_top.File("wal/1.wal")));
        Assert.False(Directory.Exists(_top.File(Mark)));
        KeptFiles.PutBack(_top.Path, Mark);
        Assert.False(damage.Look(_top.Path).All);
    }

    [Fact]
    public void What_was_written_since_stays()
    {
        var flips = Spoil(Plan(1, bits: 2)).Flips;
        using (var file = File.OpenHandle(_top.File("wal/1.wal"), FileMode.Open, FileAccess.Write))
            RandomAccess.Write(file, [(byte)~flips[0].Written], flips[0].Offset);
        KeptFiles.PutBack(_top.Path, Mark);
        var now = File.ReadAllBytes(_top.File("wal/1.wal"));
        Assert.Equal((byte)~flips[0].Written, now[flips[0].Offset]);
        Assert.Equal(flips[1].Found, now[flips[1].Offset]);

        Spoil(Plan(1, cut: 100));
        File.AppendAllText(_top.File("wal/1.wal"), "appended");
        KeptFiles.PutBack(_top.Path, Mark);
        Assert.Equal(908, new FileInfo(_top.File("wal/1.wal")).Length);

        Spoil(Plan(1, bits: 2));
        File.Delete(_top.File("wal/1.wal"));
        KeptFiles.PutBack(_top.Path, Mark);
        Assert.False(File.Exists(_top.File("wal/1.wal")));
    }

    [Fact]
    public void List_that_was_not_written_to_its_end_means_that_nothing_was_done()
    {
        KeptFiles.Keep(_top.Path, Mark, [Plan(1, bits: 2)]);
        File.WriteAllText(_top.File($"{Mark}/0.json"), "{ \"File\": \"wal");
        KeptFiles.PutBack(_top.Path, Mark);
        Assert.Equal(Content, File.ReadAllBytes(_top.File("wal/1.wal")));
        Assert.False(Directory.Exists(_top.File(Mark)));
    }

    [Fact]
    public void File_that_is_damaged_already_is_not_found()
    {
        Spoil(Plan(1, bits: 2));
        Assert.Empty(KeptFiles.Matching(_top.Path, "*.wal"));
        KeptFiles.PutBack(_top.Path, Mark);
        Assert.Equal(["wal/1.wal"], KeptFiles.Matching(_top.Path, "*.wal"));
    }

    private Damage Plan(long seed, int? bits = null, long? cut = null) =>
        Damage.Plan(_top.Path, "wal/1.wal", new FileCorruptParameters("*", 1, bits, cut, null), new SeededRandom(seed));

    private Damage Spoil(Damage damage)
    {
        KeptFiles.Keep(_top.Path, Mark, [damage]);
        damage.Do(_top.Path);
        return damage;
    }
}
