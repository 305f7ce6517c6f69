# Shared by every script here: where the project is, how to speak, how to become root. Sourced, not run.
set -euo pipefail

root=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
PATH="$PATH:/usr/sbin:/sbin" # another user's PATH may lack where nft, ip and dockerd are

if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
  bold=$'\e[1m' plain=$'\e[0m'
else
  bold='' plain=''
fi

say() { printf '%s==>%s %s\n' "$bold" "$plain" "$*"; }

# die STATUS SENTENCE; the statuses are chaosctl's: 69 something needed is unavailable, 70 a fault in ChaosService itself.
die() {
  printf 'error: %s\n' "$2" >&2
  exit "$1"
}

has() { command -v "$1" >/dev/null 2>&1; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

need_root() {
  [ "$(id -u)" != 0 ] || return 0
  has sudo || die 69 "Entering a node's network needs root, and sudo is not installed: run this as root."
  # On standard error: what a script prints for other programs stays clean.
  say "Entering a node's network needs root: using sudo." >&2
  sudo -v || die 69 "Entering a node's network needs root, and sudo was refused: run this as root."
}

# wait_until SECONDS COMMAND...: true as soon as the command succeeds.
wait_until() {
  local limit=$((SECONDS + $1))
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$limit" ] || return 1
    sleep 0.2
  done
}
