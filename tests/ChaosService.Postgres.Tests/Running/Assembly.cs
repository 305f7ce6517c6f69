using ChaosService.Postgres.Tests.Running;

[assembly: AssemblyFixture(typeof(PostgresServer))]
