#!/usr/bin/env bash
# Publishes the MerkleKV node and makes the image chaosservice/merklekv:1 of it, and chaosservice/mosquitto:2, its broker, both of which
# compose/merklekv runs. A run of the target calls it when one is missing; later calls make the node's again when its sources changed.
# Needs Docker and the .NET SDK. Prints the node's image's name as its last line.
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/common.sh"
. "$root/scripts/node-image.sh"

image=chaosservice/merklekv:1
project=$root/src/ChaosService.MerkleKv

as_root docker build --force-rm --tag chaosservice/mosquitto:2 "$root/compose/merklekv/broker" >&2 ||
  die 69 "chaosservice/mosquitto:2 cannot be built; what docker says is above."
node_image "$image" "$project" "$root/compose/merklekv/Dockerfile" "$project"
echo "$image"
