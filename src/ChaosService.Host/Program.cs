using ChaosService.Host.Commands;

return await CommandLine.RunAsync(args);
