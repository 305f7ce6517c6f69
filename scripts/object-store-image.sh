#!/usr/bin/env bash
# Makes the image chaosservice/objects:1, the object store that the nodes of compose/timeseries can share: Debian 13's radosgw.
# The first time it needs mmdebstrap and Debian's package mirror, and takes some minutes. Prints the image's name as its last line.
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/common.sh"

base=chaosservice/radosgw:18
image=chaosservice/objects:1
context=$root/compose/timeseries/objects

need_root
as_root docker version >/dev/null 2>&1 || die 69 "Docker does not answer: ./scripts/setup.sh installs and starts it."
exec 9>"${TMPDIR:-/tmp}/chaosservice-objects.lock"
flock 9
if ! as_root docker image inspect "$base" >/dev/null 2>&1; then
  has mmdebstrap || die 69 "$base is made from Debian's packages by mmdebstrap, which is missing: install it."
  say "Making $base from Debian's packages." >&2
  tar=$(mktemp) log=$(mktemp)
  trap 'rm -f "$tar" "$log"' EXIT
  as_root mmdebstrap --variant=minbase --include=radosgw,ca-certificates trixie - >"$tar" 2>"$log" 9>&- ||
    die 69 "$base cannot be made: $(grep -m 1 '^E:' "$log" || tail -n 1 "$log")"
  as_root docker import "$tar" "$base" >/dev/null
fi
say "Building $image." >&2
before=$(as_root docker images --quiet "$image")
as_root docker build --force-rm --tag "$image" "$context" >&2 9>&- ||
  die 69 "$image cannot be built; what docker says is above."
# The one that had the name before is of no use, unless a container still runs it.
[ -z "$before" ] || [ "$before" = "$(as_root docker images --quiet "$image")" ] || as_root docker rmi "$before" >/dev/null 2>&1 || true
echo "$image"
