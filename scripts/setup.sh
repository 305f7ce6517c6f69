#!/usr/bin/env bash
# Makes this machine ready: packages, a running Docker, the base image. Run by itself it leaves Docker running;
# demo.sh and test.sh source it and stop the dockerd that they started. Safe to repeat.
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/common.sh"
. "$root/scripts/docker.sh"

base_image=debian:bookworm-slim

need_disk() {
  local folder free_mb
  for folder in "$root" /var/lib "${TMPDIR:-/tmp}"; do
    free_mb=$(df -Pm "$folder" | awk 'NR == 2 { print $4 }')
    [ "$free_mb" -ge 3072 ] || die 69 "3 GB of free disk are needed and $folder has $free_mb MB: make room and try again."
  done
}

# install COMMAND:PACKAGE...: from the distribution's packages, what is not there.
install() {
  local pair missing=()
  for pair; do
    has "${pair%%:*}" || missing+=("${pair#*:}")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  install_packages "${missing[@]}"
}

# One at a time: an update takes the lists away that an installation beside it reads.
apt_get() { as_root flock /run/lock/chaosservice-packages.lock env DEBIAN_FRONTEND=noninteractive apt-get -qq "$@"; }

install_packages() {
  local output
  has apt-get || die 69 "These are missing and this system has no apt-get: install $* with its own package manager."
  need_root
  say "Installing $*."
  # One broken source is no reason to stop: whether the packages can be had is what counts.
  apt_get update >/dev/null 2>&1 || true
  output=$(apt_get install -y --no-install-recommends -o DPkg::Lock::Timeout=120 "$@" 2>&1) ||
    die 69 "$* cannot be installed: $(tail -n 1 <<<"$output")"
}

install_compose() {
  docker compose version >/dev/null 2>&1 || has docker-compose && return 0
  local package
  [ -n "$(ls /var/lib/apt/lists 2>/dev/null)" ] || apt_get update >/dev/null 2>&1 || true
  # Docker's own package source has the first, Ubuntu the second, Debian the third.
  for package in docker-compose-plugin docker-compose-v2 docker-compose; do
    if apt-cache show "$package" >/dev/null 2>&1; then
      install_packages "$package"
      return 0
    fi
  done
  die 69 "Docker compose is missing and no package source has it: install docker compose and try again."
}

need_base_image() {
  as_root docker image inspect "$base_image" >/dev/null 2>&1 && return 0
  say "Pulling $base_image."
  as_root timeout 60 docker pull -q "$base_image" >/dev/null 2>&1 && return 0
  say "No registry has it: making $base_image from Debian's packages."
  install mmdebstrap:mmdebstrap
  local tar log
  tar=$(mktemp) log=$(mktemp)
  # As Docker's own: nobody reads manuals there, and they are 40 MB of every image. A /usr that is merged from the start does without
  # usrmerge, whose Perl is 47 MB.
  as_root mmdebstrap --variant=minbase --hook-dir=/usr/share/mmdebstrap/hooks/merged-usr \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
    --include=usr-is-merged,ca-certificates,iproute2,iptables,procps bookworm - >"$tar" 2>"$log" ||
    { rm -f "$tar"; die 69 "$base_image can neither be pulled nor made: $(grep -m 1 '^E:' "$log" || tail -n 1 "$log")"; }
  as_root docker import "$tar" "$base_image" >/dev/null
  rm -f "$tar" "$log"
}

set_up() {
  need_disk
  need_root
  docker_answers || install dockerd:docker.io iptables:iptables
  # From Debian 13 on the command is a package of its own.
  install docker:docker-cli iptables:iptables nft:nftables ip:iproute2 nsenter:util-linux mkfs.ext4:e2fsprogs ps:procps npm:npm
  install_compose
  start_docker
  need_base_image
}

# Run, not sourced.
if [ "${BASH_SOURCE[0]}" = "$0" ]; then
  . "$root/scripts/build.sh"
  set_up
  build_chaosctl
  say "Ready: ./chaosctl doctor says what this machine can do."
fi
