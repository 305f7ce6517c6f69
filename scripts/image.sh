#!/usr/bin/env bash
# Publishes chaosctl and makes the image chaosservice/chaosservice:VERSION of it, which compose/chaosservice.yaml runs.
# Needs Docker, the .NET SDK and Debian's package mirror. Prints the image's name as its last line.
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/common.sh"
. "$root/scripts/build.sh"

version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' "$root/Directory.Build.props")
image=chaosservice/chaosservice:$version
# The image's whole context.
context=$root/src/ChaosService.Host/bin/image

need_root
as_root docker version >/dev/null 2>&1 || die 69 "Docker does not answer: ./scripts/setup.sh installs and starts it."
publish_chaosctl
mkdir -p "$context"
exec 9>"$context.lock"
flock 9
rm -rf "$context/app" "$context/compose" "$context/experiments"
cp -rl "$published/app" "$context"
cp -r "$root/compose" "$root/experiments" "$context"
rm -rf "$context"/compose/*/data # of targets that somebody brought up by hand
before=$(as_root docker images --quiet "$image")
say "Building $image." >&2
as_root docker build --force-rm --tag "$image" --file "$context/compose/chaosservice/Dockerfile" "$context" >&2 9>&- ||
  die 69 "$image cannot be built; what docker says is above."
# The one that had the name before is of no use, unless a container still runs it.
[ -z "$before" ] || [ "$before" = "$(as_root docker images --quiet "$image")" ] || as_root docker rmi "$before" >/dev/null 2>&1 || true
echo "$image"
