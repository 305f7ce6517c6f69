#!/usr/bin/env bash
# Publishes the reference cluster's node and makes the image chaosservice/timeseries:1 of it, which compose/timeseries runs.
# A run of the target calls it when the image is missing; later calls make it again when the node's sources changed.
# With OBJECTS=1 in the environment it makes that of the object store, too, and with ETCD=1 that of etcd. Needs Docker and the .NET SDK.
# From the same layers it makes two versions of the node for upgrades and downgrades: chaosservice/timeseries:format-1, which reads the
# older storage format alone, and chaosservice/timeseries:format-2. Prints the first image's name as its last line.
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/common.sh"
. "$root/scripts/node-image.sh"

image_name=chaosservice/timeseries
image=$image_name:1
project=$root/src/ChaosService.Reference.Host

# A version is the image with an option, which no setting of a target takes back: it takes a moment. Made again whenever the image was.
make_version() {
  local version=$image_name:format-$1 stamp=$project/bin/image/.format-$1 before
  before=$(as_root docker images --quiet "$version")
  [ -z "$before" ] || [ "$before $(as_root docker images --quiet "$image")" != "$(cat "$stamp" 2>/dev/null)" ] || return 0
  say "Building $version." >&2
  printf 'FROM %s\nENTRYPOINT ["/opt/chaos-tsdb/chaos-tsdb", "--FORMAT", "%s"]\n' "$image" "$1" |
    as_root docker build --force-rm --tag "$version" - >&2 9>&- || die 69 "$version cannot be built; what docker says is above."
  remove_replaced "$version" "$before"
  echo "$(as_root docker images --quiet "$version") $(as_root docker images --quiet "$image")" >"$stamp"
}

[ "${OBJECTS:-0}" = 0 ] || "$root/scripts/object-store-image.sh" >&2
[ "${ETCD:-0}" = 0 ] || as_root docker build --force-rm --tag chaosservice/etcd:1 "$root/compose/etcd" >&2 ||
  die 69 "chaosservice/etcd:1 cannot be built; what docker says is above."
node_image "$image" "$project" "$root/compose/timeseries/Dockerfile" "$root/src/ChaosService.Reference.Core" "$project"
make_version 1
make_version 2
echo "$image"
