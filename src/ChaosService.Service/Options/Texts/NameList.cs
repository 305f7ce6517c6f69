namespace ChaosService.Service.Options.Texts;

/// <summary>Names separated by commas, as one option holds them.</summary>
internal static class NameList
{
    public static string[] Parse(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
