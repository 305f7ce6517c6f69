# Lists what runs made on this machine and what is still there, a line each, sorted. Sourced, not run.
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
