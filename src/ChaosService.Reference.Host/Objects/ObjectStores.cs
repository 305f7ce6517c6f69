using ChaosService.Reference.Host.Settings;

namespace ChaosService.Reference.Host.Objects;

internal static class ObjectStores
{
    /// <summary>Chooses the store by the scheme of the address.</summary>
    public static IObjectStore Open(ObjectStoreAddress address) => address.Uri.IsFile
        ? new DirectoryObjectStore(address.Uri.LocalPath, isForced: true)
        : new S3ObjectStore(address);
}
