using ChaosService.Telemetry.Metrics.Slo;

namespace ChaosService.Tests.Telemetry.Metrics;

public sealed class SloBudgetTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 12, 0, 30, TimeSpan.Zero);

    [Fact]
    public void Half_of_the_allowed_bad_ops_leave_half_of_the_budget()
    {
        var budget = new SloBudget { Objective = 0.99 };
        budget.Add(Start, 10_000, 9_950);

        Assert.Equal(0.995, budget.Compliance(Start)!.Value, 6);
        Assert.Equal(0.5, budget.Remaining(Start)!.Value, 6);
        Assert.Equal(0.5, budget.BurnRate(Start, TimeSpan.FromMinutes(5)), 6);
    }

    [Fact]
    public void More_than_the_budget_is_less_than_nothing()
    {
        var budget = new SloBudget { Objective = 0.9 };
        budget.Add(Start, 100, 60);

        Assert.Equal(-3, budget.Remaining(Start)!.Value, 6);
    }

    [Fact]
    public void Short_window_forgets_and_a_long_one_does_not()
    {
        var budget = new SloBudget { Objective = 0.9 };
        budget.Add(Start, 100, 0);
        var later = Start + TimeSpan.FromMinutes(10);
        budget.Add(later, 100, 100);

        Assert.Equal(0, budget.BurnRate(later, TimeSpan.FromMinutes(5)), 6);
        Assert.Equal(5, budget.BurnRate(later, TimeSpan.FromHours(1)), 6);
        Assert.Equal(5, budget.BurnRate(later + TimeSpan.FromHours(20), TimeSpan.FromDays(1)), 6);
        Assert.Equal(0, budget.BurnRate(later + TimeSpan.FromDays(4), TimeSpan.FromDays(3)), 6);
        Assert.Null(budget.Compliance(later + TimeSpan.FromDays(31)));
    }

    [Fact]
    public void Without_ops_nothing_burns_and_nothing_is_known()
    {
        var budget = new SloBudget { Objective = 0.9 };

        Assert.Equal(0, budget.BurnRate(Start, TimeSpan.FromHours(6)));
        Assert.Null(budget.Compliance(Start));
        Assert.Null(budget.Remaining(Start));
    }

    [Fact]
    public void Objective_of_everything_has_no_budget()
    {
        var budget = new SloBudget { Objective = 1 };
        budget.Add(Start, 10, 10);
        Assert.Equal(1, budget.Remaining(Start));

        budget.Add(Start, 1, 0);

        Assert.Equal(double.NegativeInfinity, budget.Remaining(Start));
        Assert.Equal(double.PositiveInfinity, budget.BurnRate(Start, TimeSpan.FromMinutes(5)));
    }
}
