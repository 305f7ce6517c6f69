namespace ChaosService.Service.Options.Texts;

/// <summary>What stands in the place of a secret wherever options are shown.</summary>
internal static class Secret
{
    public const string Hidden = "(secret)";
}
