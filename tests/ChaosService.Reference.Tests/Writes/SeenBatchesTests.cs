using ChaosService.Reference.Core.Writes;
using Answer = ChaosService.Reference.Core.Writes.SeenBatches.Answer;

namespace ChaosService.Reference.Tests.Writes;

public sealed class SeenBatchesTests
{
    [Fact]
    public void Batch_is_new_once_in_any_order()
    {
        var seen = new SeenBatches();

        Assert.Equal(
            [Answer.New, Answer.New, Answer.Seen, Answer.New, Answer.Seen],
            new ulong[] { 5, 3, 5, 4, 3 }.Select(n => seen.Add(new(1, 1, n))));
        Assert.Equal(Answer.New, seen.Add(new(2, 1, 5)));
        Assert.Equal(Answer.New, seen.Add(new(1, 2, 5)));
    }

    [Fact]
    public void Memory_is_bounded_and_what_is_forgotten_is_not_taken_for_new()
    {
        var seen = new SeenBatches();
        for (var n = 1UL; n <= SeenBatches.KnownMax + 10; n++) Assert.Equal(Answer.New, seen.Add(new(1, 1, n)));
        Assert.Equal((Answer.TooOld, Answer.Seen), (seen.Add(new(1, 1, 10)), seen.Add(new(1, 1, 11))));

        for (var start = 2UL; start <= SeenBatches.StartsMax + 1; start++) Assert.Equal(Answer.New, seen.Add(new(1, start, 1)));
        Assert.Equal(Answer.TooOld, seen.Add(new(1, 1, 5000)));
    }

    [Fact]
    public void What_is_saved_is_loaded()
    {
        var (seen, random) = (new SeenBatches(), new Random(1));
        for (var i = 0; i < 3000; i++) seen.Add(new((uint)random.Next(3), (ulong)random.Next(3), (ulong)random.Next(2000)));

        var loaded = SeenBatches.Load(seen.Save());

        Assert.Equal(seen.Save(), loaded.Save());
        for (var n = 0UL; n < 2000; n++) Assert.Equal(seen.Contains(new(1, 1, n)), loaded.Contains(new(1, 1, n)));
    }
}
