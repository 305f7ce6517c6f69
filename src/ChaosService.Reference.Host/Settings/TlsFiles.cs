namespace ChaosService.Reference.Host.Settings;

/// <summary>What nodes show to each other, and by whom it is signed: three files in PEM.</summary>
internal sealed record TlsFiles(string Certificate, string Key, string Authority);
