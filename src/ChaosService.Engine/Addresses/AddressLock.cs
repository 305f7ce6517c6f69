using System.Net;
using ChaosService.Model.Clusters;

namespace ChaosService.Engine.Addresses;

/// <summary>
/// Exclusive use of addresses by a run, for all who share the state directory: a locked file for each. The kernel unlocks them when the
/// process ends, so a dead one holds nothing; the files stay, empty.
/// </summary>
internal sealed class AddressLock : IDisposable
{
    private readonly List<FileStream> _files = [];

    /// <summary>Throws <see cref="ClusterUnavailableException"/>, and then holds nothing, when another run has one of them.</summary>
    public static AddressLock Take(string directory, IEnumerable<IPEndPoint> endPoints)
    {
        var taken = new AddressLock();
        try
        {
            Directory.CreateDirectory(directory);
            foreach (var endPoint in endPoints) taken._files.Add(Open(directory, endPoint));
            return taken;
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var file in _files) file.Dispose();
    }

    private static FileStream Open(string directory, IPEndPoint endPoint)
    {
        var path = Path.Combine(directory, $"{endPoint}.lock");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ClusterUnavailableException(
                $"The server at {endPoint} is in use by another run, or {path} cannot be locked: {e.Message} Wait for that run to end.", e);
        }
    }
}
