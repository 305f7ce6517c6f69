using Microsoft.Extensions.Time.Testing;

namespace ChaosService.Tests.Engine.Fakes;

internal static class FakeTime
{
    /// <summary>
    /// Turns time on in steps until the condition holds; what waits for time runs in between. Fails the test when it does not hold within
    /// the limit of the real time.
    /// </summary>
    public static Task AdvanceUntilAsync(this FakeTimeProvider time, Func<bool> condition, TimeSpan step) => Wait.UntilAsync(() =>
    {
        if (condition()) return true;
        time.Advance(step);
        return false;
    });
}
