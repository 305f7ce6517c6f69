namespace ChaosService.Reference.Host.Settings;

/// <summary>The object store that all nodes share.</summary>
/// <param name="Uri">http(s)://host:port/bucket for a server that speaks S3, or file:///folder.</param>
/// <param name="AccessKey">Empty for a folder, as is the secret key.</param>
internal sealed record ObjectStoreAddress(Uri Uri, string AccessKey, string SecretKey);
