using ChaosService.Proxies.Choosing;
using ChaosService.Proxies.Http.Calls;

namespace ChaosService.Tests.Proxies;

public sealed class ChoiceTests
{
    [Fact]
    public void Nothing_said_is_every_call() => Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], Taken(new()));

    [Fact]
    public void After_first_and_nth_are_counted_in_this_order()
    {
        Assert.Equal([1, 2, 3], Taken(new(First: 3)));
        Assert.Equal([11, 12], Taken(new(After: 10)));
        Assert.Equal([4, 8, 12], Taken(new(Nth: 4)));
        Assert.Equal([5, 7], Taken(new(After: 3, First: 5, Nth: 2)));
    }

    [Fact]
    public void Share_follows_the_seed_and_the_number_alone()
    {
        var third = new Choice(Share: 1 / 3.0);
        var taken = Taken(third, of: 3000);
        Assert.Equal(taken, Taken(third, of: 3000));
        Assert.NotEqual(taken, Taken(third, of: 3000, seed: 2));
        Assert.InRange(taken.Length, 900, 1100);
        Assert.All(Taken(new(After: 100, Nth: 10, Share: 0.5), of: 1000), n => Assert.True(n > 100 && n % 10 == 0));
    }

    private static long[] Taken(Choice choice, int of = 12, long seed = 1) =>
        [.. Enumerable.Range(1, of).Select(n => (long)n).Where(n => choice.Takes(n, seed))];
}
