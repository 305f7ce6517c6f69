namespace ChaosService.Reference.Tests.Host.Etcd;

/// <summary>An etcd that is there until the test is over.</summary>
internal interface IEtcd : IAsyncDisposable
{
    Uri Address { get; }
}
