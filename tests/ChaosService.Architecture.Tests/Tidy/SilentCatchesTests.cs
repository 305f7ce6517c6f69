using ChaosService.Architecture.Tests.Source;

namespace ChaosService.Architecture.Tests.Tidy;

public sealed class SilentCatchesTests
{
    private const string Problem = "src/X/A.cs:1: a catch that does nothing, or only logs, and does not say why";

    [Fact]
    public void Sources_have_none() => Rule.Holds(Repository.Sources.SelectMany(SilentCatches.In));

    [Theory]
    [InlineData("try { } catch { }")]
    [InlineData("try { } catch (IOException) { }")]
    [InlineData("try { } catch (IOException e) when (f(e) && (a || b)) { }")]
    [InlineData("try { } catch (IOException e) { Log.Lost(logger, e); }")]
    [InlineData("try { } catch (IOException e) { logger.Lost(e); log.Again(); }")]
    public void Silent_catch_is_found(string code) => Rule.Finds(SilentCatches.In(new("src/X/A.cs", code)), Problem);

    [Theory]
    [InlineData("try { } catch (IOException e) { throw new X(e); }")]
    [InlineData("try { } catch (IOException e) { logger.Lost(e); failed++; }")]
    [InlineData("try { } catch (IOException)\n{\n// It ended by itself, which is what was wanted.\n}")]
    public void Catch_that_acts_or_explains_is_not(string code) => Rule.Finds(SilentCatches.In(new("src/X/A.cs", code)));
}
