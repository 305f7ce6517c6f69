# Starts Docker when nothing else does, and takes that back. Sourced, not run.

started_docker= # yes once this script started a dockerd of its own

docker_answers() { as_root docker info >/dev/null 2>&1; }

start_docker() {
  docker_answers && return 0
  if [ -d /run/systemd/system ]; then
    say "Starting Docker by systemd."
    as_root systemctl start docker || die 69 "systemd cannot start Docker: systemctl status docker says why."
    wait_until 60 docker_answers || die 69 "Docker was started and does not answer: systemctl status docker says why."
  else
    say "Starting dockerd, as nothing else does."
    start_dockerd
  fi
}

start_dockerd() {
  dockerd_log=$(mktemp -t dockerd.XXXXXX)
  remember_network
  started_docker=yes
  # A session of its own: Ctrl-C must reach the run, which reverts its faults by Docker, and not Docker.
  as_root setsid dockerd </dev/null >"$dockerd_log" 2>&1 &
  local job=$!
  wait_until 60 docker_or_end "$job"
  docker_answers || die 69 "dockerd does not start: $(tail -n 1 "$dockerd_log")"
}

docker_or_end() { docker_answers || [ ! -d "/proc/$1" ]; }

# However the script ends. A Ctrl-C first lets the running part take back what it did, and then nothing more is started.
stop_docker_at_end() {
  trap stop_docker EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
}

# Ends the dockerd that this script started, with its containerd; one that somebody else uses meanwhile stays.
stop_docker() {
  [ -n "$started_docker" ] || return 0
  started_docker=
  local pid
  pid=$(cat /var/run/docker.pid 2>/dev/null) || return 0
  if [ -n "$(as_root docker ps -q)" ]; then
    say "Containers of others run: dockerd (process $pid) stays."
    return 0
  fi
  say "Stopping the dockerd that was started."
  as_root kill "$pid"
  wait_until 30 ended "$pid" || say "dockerd (process $pid) has not ended yet."
  restore_network
  rm -f "$dockerd_log"
}

ended() { [ ! -d "/proc/$1" ]; }

# dockerd leaves its bridge, its chains and a changed forwarding policy behind. Where none of it was there before, it goes again.
remember_network() {
  clean_before=yes
  [ ! -e /sys/class/net/docker0 ] && ! as_root iptables-save 2>/dev/null | grep -q DOCKER || clean_before=
  forwarding_before=$(cat /proc/sys/net/ipv4/ip_forward)
  forward_policy_before=$(as_root iptables -S FORWARD | head -n 1)
}

restore_network() {
  [ -n "$clean_before" ] || return 0
  as_root ip link delete docker0 2>/dev/null || true
  local family
  for family in iptables ip6tables; do
    as_root "$family-save" 2>/dev/null | grep -v -e DOCKER -e docker0 | as_root "$family-restore" 2>/dev/null || true
  done
  # shellcheck disable=SC2086 # a policy is three words
  as_root iptables $forward_policy_before
  echo "$forwarding_before" | as_root tee /proc/sys/net/ipv4/ip_forward >/dev/null
}
