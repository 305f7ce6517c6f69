using System.Text;
using ChaosService.Workloads.MerkleKv.Operating;

namespace ChaosService.Tests.Workloads.MerkleKv;

public sealed class MalformedLineTests
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private static IEnumerable<MalformedLine> Lines => Enumerable.Range(0, 500).Select(n => MalformedLine.Draw(7, n));

    [Fact]
    public void Line_is_the_same_for_the_same_seed_and_number()
    {
        Assert.Equal(MalformedLine.Draw(7, 3).Bytes, MalformedLine.Draw(7, 3).Bytes);
        Assert.NotEqual(Lines.Select(l => l.What), Enumerable.Range(0, 500).Select(n => MalformedLine.Draw(8, n).What));
    }

    [Fact]
    public void Line_has_one_end_so_that_it_has_one_answer() =>
        Assert.All(Lines, line => Assert.Equal(line.Bytes.Length - 1, line.Bytes.AsSpan().IndexOf((byte)'\n')));

    [Fact]
    public void Every_kind_is_drawn() => Assert.Equal(9, Lines.Select(l => l.What).Distinct().Count());

    [Fact]
    public void Line_of_bytes_is_never_text() => Assert.All(
        Lines.Where(l => l.What is "random bytes" or "a command with a byte that is not UTF-8"),
        line => Assert.Throws<DecoderFallbackException>(() => Strict.GetString(line.Bytes)));

    [Fact]
    public void Line_that_is_too_long_is_longer_than_a_mebibyte() =>
        Assert.All(Lines.Where(l => l.What == "a line that is too long"), line => Assert.True(line.Bytes.Length > (1 << 20) + 2));
}
