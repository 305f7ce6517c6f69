namespace ChaosService.Reference.Host.Settings;

/// <summary>A node's certificate and key, and the authority that signed the certificates: three PEM files.</summary>
internal sealed record TlsFiles(string Certificate, string Key, string Authority);
