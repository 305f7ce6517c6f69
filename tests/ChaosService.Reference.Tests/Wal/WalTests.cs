using System.Text;
using ChaosService.Reference.Core.Wal;

namespace ChaosService.Reference.Tests.Wal;

public sealed class WalTests
{
    private const ulong Segment = 7;

    [Theory]
    [InlineData("", 0u)]
    [InlineData("123456789", 0xE3069283u)]
    [InlineData("The quick brown fox jumps over the lazy dog", 0x22620404u)]
    public void Crc32C_gives_the_known_sums(string text, uint expected) => Assert.Equal(expected, Crc32C.Of(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Records_are_read_as_they_were_written()
    {
        var (written, file, _) = Write(seed: 1, count: 50);

        var read = WalRecovery.Of(file, Segment);

        Assert.Equal((WalTail.Clean, file.Length), (read.Tail, read.Length));
        AssertPrefix(written, read, 50);
    }

    [Fact]
    public void File_that_is_cut_anywhere_gives_every_whole_record_and_no_other()
    {
        foreach (var seed in Enumerable.Range(1, 5))
        {
            var (written, file, ends) = Write(seed, count: 25);
            for (var cut = 0; cut <= file.Length; cut++)
            {
                var read = WalRecovery.Of(file.AsMemory(0, cut), Segment);

                var whole = ends.Count(e => e <= cut);
                AssertPrefix(written, read, whole);
                Assert.Equal(whole == 0 ? 0 : ends[whole - 1], read.Length);
                Assert.Equal(read.Length == cut ? WalTail.Clean : WalTail.Torn, read.Tail);
            }
        }
    }

    [Fact]
    public void Bit_that_flips_anywhere_is_found_and_what_is_before_it_is_kept()
    {
        foreach (var seed in Enumerable.Range(1, 3))
        {
            var (written, file, ends) = Write(seed, count: 15);
            for (var bit = 0; bit < file.Length * 8; bit++)
            {
                file[bit / 8] ^= (byte)(1 << (bit % 8));

                var read = WalRecovery.Of(file, Segment);

                var good = ends.Count(e => e <= bit / 8);
                AssertPrefix(written, read, good);
                Assert.Equal(good == written.Count - 1 ? WalTail.Torn : WalTail.Corrupt, read.Tail);
                file[bit / 8] ^= (byte)(1 << (bit % 8));
            }
        }
    }

    [Fact]
    public void Space_that_was_set_aside_is_no_record()
    {
        var (written, file, _) = Write(seed: 1, count: 3);

        var read = WalRecovery.Of(new byte[file.Length + 100].Select((_, i) => i < file.Length ? file[i] : (byte)0).ToArray(), Segment);

        AssertPrefix(written, read, 3);
        Assert.Equal((WalTail.Torn, file.Length), (read.Tail, read.Length));
    }

    [Fact]
    public void Records_of_an_earlier_file_or_of_another_place_are_none()
    {
        var record = new WalRecord(1, new byte[] { 1, 2, 3 });
        var first = WalFormat.Encode(record, Segment, 0);

        Assert.Empty(WalRecovery.Of(first, Segment + 1).Records);
        Assert.Single(WalRecovery.Of(first.Concat(first).ToArray(), Segment).Records);
    }

    /// <summary>Otherwise a torn write of such a payload would look like damage in the middle, and the node would not start.</summary>
    [Fact]
    public void Record_inside_a_payload_that_was_torn_is_not_taken_for_one()
    {
        var inner = WalFormat.Encode(new(1, new byte[40]), Segment, 0);
        var outer = WalFormat.Encode(new(2, inner.Concat(new byte[20]).ToArray()), Segment, 0);

        var read = WalRecovery.Of(outer.AsMemory(0, outer.Length - 10), Segment);

        Assert.Equal((0, WalTail.Torn), (read.Records.Count, read.Tail));
    }

    private static void AssertPrefix(List<WalRecord> written, WalRecovery read, int count)
    {
        Assert.Equal(count, read.Records.Count);
        for (var i = 0; i < count; i++)
        {
            Assert.Equal(written[i].Kind, read.Records[i].Kind);
            Assert.True(written[i].Payload.Span.SequenceEqual(read.Records[i].Payload.Span));
        }
    }

    /// <returns>The records, their bytes, and where each one ends.</returns>
    private static (List<WalRecord> Records, byte[] File, List<int> Ends) Write(int seed, int count)
    {
        var random = new Random(seed);
        var (records, file, ends) = (new List<WalRecord>(), new List<byte>(), new List<int>());
        for (var i = 0; i < count; i++)
        {
            var payload = new byte[random.Next(3) == 0 ? 0 : random.Next(30)];
            random.NextBytes(payload);
            records.Add(new((byte)random.Next(256), payload));
            file.AddRange(WalFormat.Encode(records[^1], Segment, file.Count));
            ends.Add(file.Count);
        }
        return (records, [.. file], ends);
    }
}
