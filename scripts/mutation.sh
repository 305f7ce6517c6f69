#!/usr/bin/env bash
# Changes the code in one way after the other and says which changes no test notices: docs/mutation-testing.md.
#   scripts/mutation.sh PART...   PART: checking journal recovery running network access scheduling
# Takes from minutes to hours for a part. The reports are in TestResults/mutation/PART.
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/common.sh"
. "$root/scripts/build.sh"

# mutate PART PROJECT FILES TESTS: the project's files, as a pattern; the tests' namespaces below ChaosService.Tests.
mutate() {
  say "$1: what of src/$2/$3 changes without a test of $4 noticing?"
  # The tests are an executable that speaks the Microsoft Testing Platform: with any other runner every mutant survives.
  (cd "$root/tests/ChaosService.Tests" && CHAOSSERVICE_TESTS=$4 dotnet stryker --test-runner mtp --project "$2.csproj" --mutate "$3" \
    --output "$root/TestResults/mutation/$1" --reporter json --reporter html --reporter cleartext --skip-version-check "${options[@]}")
}

run_part() {
  case $1 in
    checking) mutate checking ChaosService.Checking '**/*.cs' Checking ;;
    journal) mutate journal ChaosService.Engine 'Journal/**/*.cs' 'Engine.Journal;Engine.Recovery;Engine.Store' ;;
    recovery) mutate recovery ChaosService.Engine 'Recovery/**/*.cs' 'Engine.Recovery;Engine.Journal' ;;
    running) mutate running ChaosService.Engine 'Running/**/*.cs' 'Engine.Running;Engine.Soaking;Engine.Tracing' ;;
    network) mutate network ChaosService.Faults 'Network/State/**/*.cs' Faults.Network ;;
    access) mutate access ChaosService.Web 'Access/**/*.cs' Web.Access ;;
    scheduling) mutate scheduling ChaosService.Service 'Scheduling/**/*.cs' Service.Scheduling ;;
    *) die 64 "'$1' is no part: the parts are checking, journal, recovery, running, network, access and scheduling." ;;
  esac
}

options=()
[ $# -gt 0 ] || die 64 "Name a part: checking, journal, recovery, running, network, access or scheduling."
need_sdk
(cd "$root" && dotnet tool restore >/dev/null)
for part; do run_part "$part"; done
