#!/usr/bin/env bash
# Publishes the reference cluster's node and makes the image chaosservice/timeseries:1 of it, which compose/timeseries runs.
# A run of the target calls it when the image is missing; later calls make it again when the node's sources changed.
# With OBJECTS=1 in the environment it makes that of the object store, too, and with ETCD=1 that of etcd. Needs Docker and the .NET SDK.
# From the same layers it makes two versions of the node for upgrades and downgrades: chaosservice/timeseries:format-1, which reads the
# older storage format alone, and chaosservice/timeseries:format-2. Prints the first image's name as its last line.
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/common.sh"
. "$root/scripts/build.sh"

image_name=chaosservice/timeseries
image=$image_name:1
project=$root/src/ChaosService.Reference.Host
# The image's whole context.
context=$project/bin/image

# A version is the image with an option, which no setting of a target takes back: it takes a moment. Made again whenever the image was.
make_version() {
  local version=$image_name:format-$1 stamp=$context/.format-$1 before
  before=$(as_root docker images --quiet "$version")
  [ -z "$before" ] || [ "$before $(as_root docker images --quiet "$image")" != "$(cat "$stamp" 2>/dev/null)" ] || return 0
  say "Building $version." >&2
  printf 'FROM %s\nENTRYPOINT ["/opt/chaos-tsdb/chaos-tsdb", "--FORMAT", "%s"]\n' "$image" "$1" |
    as_root docker build --force-rm --tag "$version" - >&2 9>&- || die 69 "$version cannot be built; what docker says is above."
  [ -z "$before" ] || [ "$before" = "$(as_root docker images --quiet "$version")" ] || as_root docker rmi "$before" >/dev/null 2>&1 || true
  echo "$(as_root docker images --quiet "$version") $(as_root docker images --quiet "$image")" >"$stamp"
}

make_versions() {
  make_version 1
  make_version 2
}

need_root
need_sdk
as_root docker version >/dev/null 2>&1 || die 69 "Docker does not answer: ./scripts/setup.sh installs and starts it."
[ "${OBJECTS:-0}" = 0 ] || "$root/scripts/object-store-image.sh" >&2
[ "${ETCD:-0}" = 0 ] || as_root docker build --force-rm --tag chaosservice/etcd:1 "$root/compose/etcd" >&2 ||
  die 69 "chaosservice/etcd:1 cannot be built; what docker says is above."
mkdir -p "$context"
exec 9>"$context.lock"
flock 9
if changed "$context/.published" "$root/src/ChaosService.Reference.Core" "$project"; then
  say "Publishing chaos-tsdb." >&2
  log=$(mktemp)
  rm -rf "$context/app" "$context/.published"
  touch "$context/.new"
  # What it builds lies beside it, apart from the ordinary build's files.
  dotnet publish "$project" -c Release -r linux-x64 --self-contained -p:DebugType=none \
    --artifacts-path "$project/bin/published.build" -o "$context/app" --nologo -v quiet >"$log" 2>&1 9>&- ||
    fail_build "chaos-tsdb with its runtime" "$log"
  rm -f "$log"
  mv "$context/.new" "$context/.published"
fi
before=$(as_root docker images --quiet "$image")
# It holds what was published, by the Dockerfile as it is: nothing is to be done.
if [ -n "$before" ] && [ "$before" = "$(cat "$context/.image" 2>/dev/null)" ] &&
  [ "$context/.image" -nt "$context/.published" ] && [ "$context/.image" -nt "$root/compose/timeseries/Dockerfile" ]; then
  make_versions
  echo "$image"
  exit
fi
say "Building $image." >&2
as_root docker build --force-rm --tag "$image" --file "$root/compose/timeseries/Dockerfile" "$context" >&2 9>&- ||
  die 69 "$image cannot be built; what docker says is above."
make_versions
# The one that had the name before is of no use, unless a container still runs it.
[ -z "$before" ] || [ "$before" = "$(as_root docker images --quiet "$image")" ] || as_root docker rmi "$before" >/dev/null 2>&1 || true
as_root docker images --quiet "$image" >"$context/.image"
# Run by root for somebody else: what it made is theirs.
[ "$(id -u)" != 0 ] || chown -R --reference="$project" "$project/bin"
echo "$image"
