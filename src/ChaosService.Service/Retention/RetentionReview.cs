using ChaosService.Engine.Retention;

namespace ChaosService.Service.Retention;

/// <summary>What the limits require now: the stored runs compared with the limits, at a time that can be trusted.</summary>
internal sealed class RetentionReview(RetentionSurvey survey, RetentionLimits limits, ClockTrust clock)
{
    /// <returns>The time is null while the clock cannot be trusted: then nothing is over because of its age.</returns>
    public (IReadOnlyList<StoredFacts> Facts, RetentionDecision Decision, DateTimeOffset? Now) Decide()
    {
        var facts = survey.Look();
        var (now, doubt) = clock.Ask();
        var decision = RetentionPolicy.Decide(facts, now, limits);
        return (facts, doubt is null ? decision : decision with { Troubles = [.. decision.Troubles, doubt] }, now);
    }

    /// <summary>What that time asked for is done.</summary>
    public void Done(DateTimeOffset now) => clock.Remember(now);
}
