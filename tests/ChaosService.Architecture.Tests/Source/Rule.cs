namespace ChaosService.Architecture.Tests.Source;

/// <summary>Says where a rule is broken: one line for each place.</summary>
internal static class Rule
{
    public static void Holds(IEnumerable<string> violations)
    {
        var all = violations.ToList();
        if (all.Count > 0) Assert.Fail(string.Join('\n', all));
    }

    /// <summary>Shows that a rule finds what it is for.</summary>
    public static void Finds(IEnumerable<string> violations, params string[] expected) => Assert.Equal(expected, violations);
}
