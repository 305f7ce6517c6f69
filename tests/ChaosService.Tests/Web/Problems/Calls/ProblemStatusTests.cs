using ChaosService.Contracts;
using ChaosService.Web.Problems.Calls;

namespace ChaosService.Tests.Web.Problems.Calls;

public sealed class ProblemStatusTests
{
    /// <summary>Clients take 8 KiB of trailers, and more only when told to.</summary>
    [Fact]
    public void Long_text_is_cut_and_no_character_in_two()
    {
        var refusal = ProblemStatus.Of(new ProblemReply("bad input", 400, new string('a', 1023) + "😀 and more"));

        Assert.Equal(new string('a', 1023) + "…", refusal.Status.Detail);
    }
}
