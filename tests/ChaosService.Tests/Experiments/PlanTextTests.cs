using ChaosService.Experiments.Planning;

namespace ChaosService.Tests.Experiments;

public sealed class PlanTextTests
{
    private const string Text =
        """
        apiVersion: chaosservice/v1
        kind: Experiment
        metadata: { name: sample, description: What it shows., labels: { suite: quick } }
        spec:
          target: { name: redis-sentinel, settings: { MIN_REPLICAS: 1 } }
          duration: 60s
          load:
            - { workload: register, clients: 4, rate: 100/s, client: { routing: stay } }
            - { workload: register, clients: 1, timeout: 250ms }
          faults:
            - { kind: network-partition, at: 10s, for: 5s, on: { role: primary } }
            - { kind: container-kill, every: 25s, restartAfter: 1.5s, on: { random: 1, group: sentinel } }
          checks: [linearizable, availability, latency: { within: 10s }]
          abort: { when: { availability: { below: 5%, for: 60s }, findings: { above: 0 } } }
          safety: { maxNodes: 2, protected: [redis3] }
          expect: { verdict: invalid, check: linearizable, reference: "https://example.org/1" }
        """;

    private const string Json =
        """
        {
          "experiment": "sample",
          "description": "What it shows.",
          "labels": {
            "suite": "quick"
          },
          "seed": 7,
          "duration": "1m",
          "target": {
            "name": "redis-sentinel",
            "attach": null,
            "database": "redis",
            "nodes": [
              {
                "name": "redis1",
                "group": "redis"
              },
              {
                "name": "redis2",
                "group": "redis"
              },
              {
                "name": "redis3",
                "group": "redis"
              },
              {
                "name": "sentinel1",
                "group": "sentinel"
              },
              {
                "name": "sentinel2",
                "group": "sentinel"
              },
              {
                "name": "sentinel3",
                "group": "sentinel"
              }
            ],
            "volumeBytes": null,
            "settings": {
              "MIN_REPLICAS": "1"
            }
          },
          "load": [
            {
              "kind": "register",
              "clients": 4,
              "ratePerSecond": 100,
              "timeout": "1s",
              "client": {
                "routing": "stay"
              },
              "parameters": {
                "keys": 10,
                "cas": false
              }
            },
            {
              "kind": "register",
              "clients": 1,
              "ratePerSecond": null,
              "timeout": "250ms",
              "client": {
                "routing": "any"
              },
              "parameters": {
                "keys": 10,
                "cas": false
              }
            }
          ],
          "faults": [
            {
              "id": "f1",
              "kind": "network-partition",
              "at": "10s",
              "for": "5s",
              "nodes": [],
              "role": "primary",
              "roleCount": 0,
              "group": null,
              "drawn": false,
              "seed": 1707655177660829,
              "parameters": {
                "from": "peers"
              }
            },
            {
              "id": "f2",
              "kind": "container-kill",
              "at": "25s",
              "for": "1.5s",
              "nodes": [
                "sentinel1"
              ],
              "role": null,
              "roleCount": 0,
              "group": "sentinel",
              "drawn": true,
              "seed": 3706200065467938,
              "parameters": {
                "restartAfter": "1.5s"
              }
            },
            {
              "id": "f3",
              "kind": "container-kill",
              "at": "50s",
              "for": "1.5s",
              "nodes": [
                "sentinel2"
              ],
              "role": null,
              "roleCount": 0,
              "group": "sentinel",
              "drawn": true,
              "seed": 589671413642449,
              "parameters": {
                "restartAfter": "1.5s"
              }
            }
          ],
          "checks": [
            {
              "kind": "linearizable",
              "parameters": {
                "within": null
              }
            },
            {
              "kind": "availability",
              "parameters": {
                "within": null
              }
            },
            {
              "kind": "latency",
              "parameters": {
                "within": "10s"
              }
            }
          ],
          "abort": [
            {
              "source": "availability",
              "figure": "success_ratio",
              "below": 0.05,
              "for": "1m"
            },
            {
              "source": "findings",
              "figure": "count",
              "above": 0,
              "for": "0s"
            }
          ],
          "safety": {
            "maxNodes": 2,
            "protected": [
              "redis3"
            ]
          },
          "expect": {
            "verdict": "invalid",
            "check": "linearizable",
            "reference": "https://example.org/1"
          }
        }
        """;

    [Fact]
    public void Plan_reads_as_a_timeline() =>
        Assert.Equal(
            """
            sample: seed 7, 1m of load on redis-sentinel (redis1, redis2, redis3, sentinel1, sentinel2, sentinel3), MIN_REPLICAS=1
            What it shows.

            load
              register (keys: 10, cas: false); 4 clients, 100/s, open loop, timeout 1s, client routing: stay
              register (keys: 10, cas: false); 1 client, closed loop, timeout 250ms, client routing: any

            faults
              f1        10s → 15s      network-partition on <primary>
                     network-partition <primary> of 6
              f2        25s → 26.5s    container-kill on sentinel1
                     container-kill sentinel1 of 6
              f3        50s → 51.5s    container-kill on sentinel2
                     container-kill sentinel2 of 6

            checks
              linearizable
              availability
              latency (within: 10s)

            limits
              abort when availability success_ratio is below 0.05 for 1m
              abort when findings count is above 0
              at most 2 nodes with a fault at once
              never touched: redis3

            expected
              invalid by linearizable (https://example.org/1)
            """,
            string.Join('\n', PlanText.Lines(Planner.Plan(Sample.Experiment(Text), 7), Sample.Catalog)));

    [Fact]
    public void Plan_is_JSON_without_anything_of_the_machine() =>
        Assert.Equal(Json, PlannerTests.Json(Planner.Plan(Sample.Experiment(Text), 7)));
}
