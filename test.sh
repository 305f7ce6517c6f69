#!/usr/bin/env bash
# Sets this machine up and runs the tests, or the parts that are named: unit browser postgres docker e2e netem systemd.
# "all" besides: also those that take long.
# Ends with the counts; exits with 1 when a test failed.
# Parts that keep a processor busy and parts that wait for containers go side by side.
. "$(dirname "$(readlink -f "$0")")/scripts/setup.sh"
. "$root/scripts/build.sh"
. "$root/scripts/browser.sh"
. "$root/scripts/leftovers.sh"

results=$root/TestResults
quiet=(-noLogo -reporter quiet)
[ -n "$bold" ] || quiet+=(-noColor)

# suite NAME MINUTES COMMAND...: runs the command, which writes $results/PART-NAME.trx, and notes what it says in $counts.
# The minutes end what hangs: more than twice what it takes on two cores with nothing else to do.
suite() {
  local name=$1 minutes=$2 started=$SECONDS status=0 trx=$results/$part-$1.trx
  shift 2
  say "$part: $name"
  as_root rm -f "$trx"
  as_root timeout --kill-after=30 "${minutes}m" "$@" || status=$?
  local p f s
  p=$(counter "$trx" passed) f=$(counter "$trx" failed) s=$(counter "$trx" notExecuted)
  if [ "$status" != 0 ] && [ "$f" = 0 ]; then
    echo "$name ended with status $status before its tests did." >&2
    f=1
  elif [ $((p + f)) = 0 ]; then
    echo "$name ran no test." >&2
    f=1
  fi
  echo "$p $f $s" >>"$counts"
  [ "$f" = 0 ] || note_failures "$name" "$trx" "$@"
  echo "$name: $p passed, $f failed, $s skipped ($((SECONDS - started)) s)"
}

counter() {
  local value
  value=$(grep -o -m 1 "<Counters [^>]*" "$1" 2>/dev/null | grep -oE " $2=\"[0-9]+" | grep -oE '[0-9]+$') || true
  echo "${value:-0}"
}

# names TRX OUTCOME: the tests that ended so.
names() { sed -n "s/.*<UnitTestResult testName=\"\([^\"]*\)\" outcome=\"$2\".*/\1/p" "$1" 2>/dev/null; }

# note_failures NAME TRX COMMAND...: what failed, and, where a part of it can be run again, how.
note_failures() {
  local name=$1 trx=$2
  shift 2
  if [ -z "$(names "$trx" Failed)" ]; then
    echo "$part: $name" >>"$failures"
    return
  fi
  names "$trx" Failed >"$results/$part-$name.failed"
  printf '%q ' "$@" >"$results/$part-$name.command"
}

# A test that failed beside the others gets a second try, alone: then it is known whether it is the machine or the test. It is told in
# any case. Many failures have a reason, and are left as they are.
try_again() {
  local file files again methods trx
  files=("$results"/*.failed)
  [ -e "${files[0]}" ] || return 0
  if [ "$(cat "${files[@]}" | wc -l)" -gt 12 ]; then
    cat "${files[@]}" >>"$failures"
    return
  fi
  for file in "${files[@]}"; do
    say "Again, alone: $(paste -sd ' ' "$file")"
    mapfile -t methods < <(sed 's/(.*//' "$file" | sort -u | sed 's/^/-method\n/')
    # As it was written, with its quotes.
    eval "again=($(cat "${file%.failed}.command"))"
    trx=${file%.failed}.trx
    as_root rm -f "$trx"
    as_root timeout --kill-after=30 15m "${again[@]}" "${methods[@]}" || true
    names "$trx" Passed | grep -Fxf "$file" >>"$second" || true
    names "$trx" Passed | grep -Fxvf - "$file" >>"$failures" || true
  done
}

# project NAME MINUTES [OPTION...]: a test project is a program of its own.
project() {
  local name=$1 minutes=$2
  shift 2
  suite "$name" "$minutes" "${runner[@]}" "$root/tests/$name/bin/Release/net10.0/$name.dll" "${quiet[@]}" \
    -trx "$results/$part-$name.trx" "$@"
}

# Without the cluster that the package would make and start.
install_postgres() {
  [ ! -x /usr/lib/postgresql/15/bin/postgres ] || return 0
  [ -e /etc/postgresql-common ] || install_packages postgresql-common
  as_root sed -i 's/^#*create_main_cluster.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf
  install_packages postgresql-15
}

run_part() {
  runner=("$(command -v dotnet)")
  case $1 in
    unit)
      # Programs that speak to the service as others do.
      install zsh:zsh fish:fish
      install etcd:etcd-server
      install prometheus:prometheus promtool:prometheus prometheus-alertmanager:prometheus-alertmanager
      install protoc:protobuf-compiler grpc_python_plugin:protobuf-compiler-grpc
      /usr/bin/python3 -c 'import grpc, google.protobuf' 2>/dev/null || install_packages python3-grpcio python3-protobuf
      [ -e /usr/include/google/protobuf/timestamp.proto ] || install_packages libprotobuf-dev
      install mosquitto:mosquitto
      project ChaosService.Reference.Tests 20 -trait- needs=objects
      project ChaosService.MerkleKv.Tests 10
      project ChaosService.Tests 40
      project ChaosService.Architecture.Tests 5
      ;;
    browser)
      install_browser
      project ChaosService.Browser.Tests 25 -trait- needs=docker -trait- makes=pictures
      ;;
    postgres)
      install_postgres
      project ChaosService.Postgres.Tests 20 -parallel none
      ;;
    # Containers share the machine: one test at a time.
    docker)
      install faketime:faketime
      project ChaosService.Docker.Tests 70 -parallel none -trait- needs=netem "${short[@]}"
      # The image of the object store takes five minutes.
      if [ ${#short[@]} = 0 ]; then
        runner=("$root/tests/objects/run" "${runner[@]}")
        project ChaosService.Reference.Tests 20 -trait needs=objects
      fi
      ;;
    e2e)
      install_browser
      install faketime:faketime
      # Now, because a publish takes what the experiments need; the tests run what it publishes.
      "$root/scripts/image.sh" >/dev/null
      # One test at a time: verdicts depend on what a cluster can do, and two of them under load want more than two cores.
      project ChaosService.EndToEnd.Tests "$e2e_minutes" -parallel none "${short[@]}"
      project ChaosService.Browser.Tests 15 -parallel none -trait needs=docker
      ;;
    netem)
      install linux.uml:user-mode-linux modprobe:kmod tc:iproute2
      runner=("$root/tests/netem/run" "${runner[@]}")
      project ChaosService.Docker.Tests 20 -parallel none -trait needs=netem
      ;;
    systemd) suite systemd 25 "$root/tests/systemd/run" "$results/systemd-systemd.trx" ;;
  esac
}

short=(-trait- takes=long) e2e_minutes=75
parts=()
for argument in "$@"; do
  if [ "$argument" = all ]; then short=() e2e_minutes=120; else parts+=("$argument"); fi
done
[ ${#parts[@]} -gt 0 ] || parts=(unit browser postgres docker e2e netem systemd)
for part in "${parts[@]}"; do
  [[ $part =~ ^(unit|browser|postgres|docker|e2e|netem|systemd)$ ]] ||
    die 64 "'$part' is no part: the parts are unit, browser, postgres, docker, e2e, netem and systemd; all of each with 'all'."
done
stop_docker_at_end
if [[ "${parts[*]}" =~ docker|e2e|netem|systemd ]]; then
  set_up
  remove_dead_targets
else
  need_disk
  install npm:npm
fi
build_everything
mkdir -p "$results"
counts=$results/counts failures=$results/failures second=$results/second
rm -f "$results"/*.failed "$results"/*.command
: >"$counts" >"$failures" >"$second"

# lane PART...: those of them that were asked for, one after the other.
lane() {
  for part in "$@"; do
    [[ " ${parts[*]} " != *" $part "* ]] || run_part "$part"
  done
}

# What a lane runs ends by itself when it is told to.
stop_lanes() {
  local pid
  for pid in "${lanes[@]}"; do
    # shellcheck disable=SC2046 # several words are several processes
    as_root kill $(cat "/proc/$pid/task/$pid/children" 2>/dev/null) "$pid" 2>/dev/null || true
  done
}

lanes=()
trap 'stop_lanes; stop_docker' EXIT
# The browser gives up what it asks for when a network of containers comes or goes: it is done before those begin.
lane browser unit postgres netem &
lanes+=($!)
lane docker systemd &
lanes+=($!)
# A part that could not be run at all has said why, and counts as one failure.
for pid in "${lanes[@]}"; do
  wait "$pid" || { echo "0 1 0" >>"$counts"; echo "a part that could not be run" >>"$failures"; }
done
lanes=()
lane e2e

try_again
read -r passed failed skipped < <(awk '{ p += $1; f += $2; s += $3 } END { print p + 0, f + 0, s + 0 }' "$counts")
flaky=$(wc -l <"$second")
passed=$((passed + flaky)) failed=$((failed - flaky))
echo
sed 's/^/FAILED AT FIRST, PASSED ALONE: /' "$second"
sed 's/^/FAILED: /' "$failures"
if [ "$skipped" = 0 ]; then echo "$passed passed, $failed failed"; else echo "$passed passed, $failed failed, $skipped skipped"; fi
[ "$failed" = 0 ]
