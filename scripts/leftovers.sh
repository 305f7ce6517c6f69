# What runs made on this machine and is still there. Sourced, not run.

# A line each, sorted.
leftovers() {
  {
    as_root docker ps -a --filter label=io.chaosservice.run --format 'container {{.Names}}'
    as_root docker network ls --filter label=io.chaosservice.run --format 'network {{.Name}}'
    as_root docker volume ls --filter label=io.chaosservice.run --format 'volume {{.Name}}'
    as_root nft list tables 2>/dev/null | sed -n '/chaosservice/p'
    ps -eo args | sed -nE 's/.*(chaosctl(\.dll)? watchdog .*)/process \1/p'
    awk '/chaosservice/ { print "mount " $2 }' /proc/mounts
    "$root/chaosctl" faults list --json | tr -d ' \n' | sed '/^\[\]$/d; s/^/journal /'
  } | sort -u
}

# Targets of runs that ended together with their watchdog and with the engine: nobody is left to take them down, and their names
# are in the way.
remove_dead_targets() {
  local ids id runs
  ids=$(as_root docker ps -aq --filter label=io.chaosservice.run --filter status=exited --filter status=created --filter status=dead)
  [ -n "$ids" ] || return 0
  # shellcheck disable=SC2086 # several words are several containers
  runs=$(as_root docker inspect --format '{{index .Config.Labels "io.chaosservice.run"}}' $ids | sort -u)
  for id in $runs; do
    [[ $id = [0-9]* ]] || continue # one that was brought up to stay is its owner's
    [ -z "$(as_root docker ps -q --filter "label=io.chaosservice.run=$id")" ] || continue
    say "Removing what run $id left: it ended without taking its target down."
    as_root docker ps -aq --filter "label=io.chaosservice.run=$id" | as_root xargs -r docker rm -fv >/dev/null
    as_root docker network ls -q --filter "label=io.chaosservice.run=$id" | as_root xargs -r docker network rm >/dev/null
    as_root docker volume ls -q --filter "label=io.chaosservice.run=$id" | as_root xargs -r docker volume rm >/dev/null
  done
}
