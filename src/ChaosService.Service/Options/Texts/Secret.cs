namespace ChaosService.Service.Options.Texts;

/// <summary>The replacement for a secret wherever options are shown.</summary>
internal static class Secret
{
    public const string Hidden = "(secret)";
}
