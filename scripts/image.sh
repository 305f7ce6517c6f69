#!/usr/bin/env bash
# Publishes chaosctl and makes the image chaosservice/chaosservice:VERSION of it, which compose/chaosservice.yaml runs.
# Prints the image's name as its last line.
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/common.sh"
. "$root/scripts/build.sh"

need_sdk
has docker || die 69 "docker is not installed: ./scripts/setup.sh installs and starts it."
version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' "$root/Directory.Build.props")
image=chaosservice/chaosservice:$version
context=$(mktemp -d)
trap 'rm -rf "$context"' EXIT

say "Publishing chaosctl $version." >&2
# Folders of its own: the ordinary build and this one must not take each other's files for theirs.
dotnet publish "$root/src/ChaosService.Host" -c Release -r linux-x64 --self-contained --artifacts-path "$context/build" \
  -o "$context/app" --nologo -v quiet -p:DebugType=none >"$context/log" 2>&1 || { cat "$context/log" >&2; die 70 "chaosctl cannot be published."; }
rm -rf "$context/build" "$context/log"

say "Building $image." >&2
cp -r "$root/compose" "$root/experiments" "$context"
as_root docker build --force-rm --tag "$image" --file "$context/compose/chaosservice/Dockerfile" "$context" >&2 ||
  die 69 "$image cannot be built; what docker said is above."
echo "$image"
