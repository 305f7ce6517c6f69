# What the scripts share that make an image of a target's node, a program of ours. Sourced by them.
. "$root/scripts/build.sh"

need_root
need_sdk
as_root docker version >/dev/null 2>&1 || die 69 "Docker does not answer: ./scripts/setup.sh installs and starts it."

# remove_replaced IMAGE ID: the image that had the name before is of no use, unless a container still runs it.
remove_replaced() {
  [ -z "$2" ] || [ "$2" = "$(as_root docker images --quiet "$1")" ] || as_root docker rmi "$2" >/dev/null 2>&1 || true
}

# node_image IMAGE PROJECT DOCKERFILE SOURCE...: publishes the project with its runtime, when a source of it changed, and makes the image
# of it, when that or its Dockerfile did. One at a time: the others wait until the script that called it has ended.
node_image() {
  local image=$1 project=$2 dockerfile=$3 context=$2/bin/image program before
  shift 3
  program=$(sed -n 's/.*<AssemblyName>\(.*\)<\/AssemblyName>.*/\1/p' "$project"/*.csproj)
  publish "$program" "$project" "$context" "$project/bin/published.build" "$@"
  before=$(as_root docker images --quiet "$image")
  # It holds what was published, by the Dockerfile as it is: nothing is to be done.
  if [ -n "$before" ] && [ "$before" = "$(cat "$context/.image" 2>/dev/null)" ] &&
    [ "$context/.image" -nt "$context/.published" ] && [ "$context/.image" -nt "$dockerfile" ]; then
    return
  fi
  say "Building $image." >&2
  as_root docker build --force-rm --tag "$image" --file "$dockerfile" "$context" >&2 9>&- ||
    die 69 "$image cannot be built; what docker says is above."
  remove_replaced "$image" "$before"
  as_root docker images --quiet "$image" >"$context/.image"
  # Run by root for somebody else: what it made is theirs.
  [ "$(id -u)" != 0 ] || chown -R --reference="$project" "$project/bin"
}
