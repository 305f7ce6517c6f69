using System.Net;
using ChaosService.Engine.Addresses;
using ChaosService.Model.Clusters;
using Xunit;

namespace ChaosService.Tests.Engine.Addresses;

public sealed class AddressLockTests
{
    private static readonly IPEndPoint One = new(IPAddress.Loopback, 1);
    private static readonly IPEndPoint Two = new(IPAddress.Loopback, 2);
    private static readonly IPEndPoint Three = new(IPAddress.Loopback, 3);

    [Fact]
    public void Address_that_another_run_has_is_refused_until_that_one_ends()
    {
        var directory = Directory.CreateTempSubdirectory().FullName;
        try
        {
            using (AddressLock.Take(directory, [One, Two]))
            {
                var refusal = Assert.Throws<ClusterUnavailableException>(() => AddressLock.Take(directory, [Three, Two]));
                Assert.Contains("127.0.0.1:2 is in use by another run", refusal.Message, StringComparison.Ordinal);
                // What was refused holds nothing.
                AddressLock.Take(directory, [Three]).Dispose();
            }
            AddressLock.Take(directory, [Two]).Dispose();
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
