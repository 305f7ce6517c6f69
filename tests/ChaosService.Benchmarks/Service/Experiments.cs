namespace ChaosService.Benchmarks.Service;

/// <summary>What the service is given to run.</summary>
internal static class Experiments
{
    /// <summary>Of the size of a shipped experiment; ends after the time.</summary>
    public static string Calm(string name, int seconds = 10) => $$"""
        apiVersion: chaosservice/v1
        kind: Experiment
        metadata:
          name: {{name}}
          description: A register under light load, with one fault.
          labels: { suite: bench }
        spec:
          target: etcd
          duration: {{seconds}}s
          load:
            - workload: register
              clients: 4
              rate: 100/s
              keys: 10
              mix: { read: 50, write: 40, cas: 10 }
          faults:
            - kind: container-pause
              at: 3s
              for: 2s
              on: { random: 1 }
          checks:
            - linearizable: {}
            - availability: { objective: 50% }
        """;
}
