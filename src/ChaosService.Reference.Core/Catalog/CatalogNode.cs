using ChaosService.Reference.Core.LineProtocol;

namespace ChaosService.Reference.Core.Catalog;

/// <summary>A node as the management API shows it. Times are in ns since 1970.</summary>
/// <param name="Status">One of <see cref="NodeStatus.All"/>.</param>
/// <param name="Format">The newest storage format that it reads; the oldest format until the node reports one.</param>
internal sealed record CatalogNode(
    uint Id, string RpcAddress, string HttpAddress, string Status, long CreatedAt, long UpdatedAt, byte Format = StorageFormat.Rows);
