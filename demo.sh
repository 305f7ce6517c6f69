#!/usr/bin/env bash
# The main job from nothing: sets this machine up, breaks a real etcd and a real Redis Sentinel cluster under load,
# shows what came out, and leaves nothing behind but the reports.
. "$(dirname "$(readlink -f "$0")")/scripts/setup.sh"
. "$root/scripts/build.sh"
. "$root/scripts/leftovers.sh"

experiments=(etcd/mixed redis-sentinel/primary-partition)
rows=() reports=() failed=0

# field NAME: a member of the JSON object on standard input.
field() {
  local value
  value=$(sed -nE '/.*"'"$1"'": *("([^"\\]|\\.)*"|[0-9]+).*/{s//\1/p;q}')
  value=${value#\"} value=${value%\"}
  printf '%b' "${value//\\\"/\"}" # JSON's other escapes are printf's
}

run_experiment() {
  local started=$SECONDS result status=0 verdict directory reason
  say "Running experiments/$1.yaml"
  result=$("$root/chaosctl" run "experiments/$1.yaml" --json) || status=$?
  verdict=$(field verdict <<<"$result") directory=$(field directory <<<"$result")
  rows+=("$(printf '%-34s %-9s %-12s %4d s' "$1" "${verdict:-none}" "$(as_expected "$status")" $((SECONDS - started)))")
  reason=$(field reason <<<"$result")
  [ -z "$reason" ] || rows+=("    $reason")
  [ -z "$directory" ] || reports+=("$directory/report.html")
  [ "$status" = 0 ] || failed=1
}

as_expected() { if [ "$1" = 0 ]; then echo "as expected"; else echo "exit $1"; fi; }

if [ $# -gt 0 ]; then
  grep '^#' "$0" | sed -n '2,3s/^# //p'
  [ "$1" = --help ] || [ "$1" = -h ] || die 64 "demo.sh takes no arguments, and was given: $*"
  exit
fi
stop_docker_at_end
cd "$root" # where the run directories go
set_up
build_chaosctl
before=$(leftovers)
for experiment in "${experiments[@]}"; do run_experiment "$experiment"; done

printf '\n%s%-34s %-9s %-12s %6s%s\n' "$bold" experiment verdict '' took "$plain"
printf '%s\n' "${rows[@]}"
printf '\n%sreports%s\n' "$bold" "$plain"
printf '%s\n' "${reports[@]:-none}"
echo

new_leftovers() { comm -13 <(echo "$before") <(leftovers); }
nothing_is_left() { [ -z "$(new_leftovers)" ]; }
# A run's watchdog looks once more after the run's end, then ends too.
wait_until 15 nothing_is_left || die 70 "The runs left this behind: $(new_leftovers | tr '\n' ' ')"
say "Nothing is left behind: no container, network, volume, mount, rule or process."
cat <<'END'

To leave it running, with schedules, an API and a live page:

  ./scripts/setup.sh && ./chaosctl serve          # as root; says where its page is: http://127.0.0.1:7070
  ./chaosctl apply -f experiments/etcd            # in a second terminal
  ./chaosctl trigger etcd-mixed --wait
END
exit "$failed"
