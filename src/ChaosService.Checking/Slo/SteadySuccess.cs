using ChaosService.Checking.Slo.Figures;
using ChaosService.Model.Histories;

namespace ChaosService.Checking.Slo;

/// <summary>
/// Successes over time in steps of 100 ms. Steady from t on: in the second that begins at t, and in the whole time from t to the end, at
/// least 99% of ops succeed. With the second condition only, a long calm would hide a bad start; with the first only, one lucky second
/// would be enough; and a condition on every later second would make one timeout among fifty ops a relapse.
/// </summary>
internal sealed class SteadySuccess(long fromNs, long untilNs)
{
    public const double Ratio = 0.99;

    private const long StepNs = 100_000_000;
    private const int StepsPerSecond = 10;

    private readonly Share[] _steps = new Share[Math.Max(0, (untilNs - fromNs) / StepNs)];

    public long Attempts { get; private set; }

    public void Count(in Op op)
    {
        var step = (op.IntendedNs - fromNs) / StepNs;
        if (op.IntendedNs < fromNs || step >= _steps.Length) return;
        _steps[step].Count(LoadOps.Succeeded(op));
        Attempts++;
    }

    /// <summary>ns from the start until ops succeeded steadily; null when they never did.</summary>
    public long? FirstNs()
    {
        var rest = new Share[_steps.Length + 1];
        for (var i = _steps.Length - 1; i >= 0; i--)
            rest[i] =
                new Share { Attempts = rest[i + 1].Attempts + _steps[i].Attempts, Successes = rest[i + 1].Successes + _steps[i].Successes };
        for (var i = 0; i + StepsPerSecond <= _steps.Length; i++)
        {
            var after = rest[i + StepsPerSecond];
            var second = new Share { Attempts = rest[i].Attempts - after.Attempts, Successes = rest[i].Successes - after.Successes };
            // A second without ops is NaN, which is not steady: clients that hang issue no ops.
            if (second.Ratio >= Ratio && rest[i].Ratio >= Ratio) return i * StepNs;
        }
        return null;
    }
}
