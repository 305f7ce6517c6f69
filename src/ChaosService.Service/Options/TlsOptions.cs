namespace ChaosService.Service.Options;

/// <summary>
/// With which certificate the service speaks https. Without one it speaks http. Changed files are used within seconds, without a
/// restart.
/// </summary>
internal sealed record TlsOptions
{
    /// <summary>
    /// A PEM file with the certificate followed by its chain, or a PKCS#12 file (.pfx) with certificate and key. Empty:
    /// http.
    /// </summary>
    public string Certificate { get; init; } = "";

    /// <summary>A PEM file with the private key. Empty: the key is in the certificate's file.</summary>
    public string Key { get; init; } = "";

    /// <summary>Of the PKCS#12 file or of an encrypted PEM key. Best set as CHAOSSERVICE__TLS__PASSWORD.</summary>
    [Secret]
    public string Password { get; init; } = "";

    public bool Enabled => Certificate.Length > 0;

    /// <summary>A record would print its password.</summary>
    public override string ToString() => Enabled ? $"https with {Certificate}" : "http";
}
