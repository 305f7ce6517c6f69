#!/usr/bin/env bash
# Installs ChaosService as a systemd service: a self-contained build in /opt/chaosservice, its configuration in /etc/chaosservice, the unit
# chaosservice.service. Safe to repeat: the configuration that is there stays. As root, or with sudo.
#
#   scripts/install-service.sh               install or update, and start
#   scripts/install-service.sh --no-start    install or update only
#   scripts/install-service.sh --root DIR    below DIR, for an image or a package; starts nothing
#   scripts/install-service.sh --remove      stop and remove; configuration and state stay
. "$(dirname "$(readlink -f "$0")")/common.sh"
. "$root/scripts/build.sh"

unit=chaosservice.service
below='' start=yes remove=''
while [ $# -gt 0 ]; do
  case $1 in
    --no-start) start='' ;;
    --root)
      [ -n "${2:-}" ] || die 64 "--root needs a directory."
      below=${2%/} start=''
      shift
      ;;
    --remove) remove=yes ;;
    *) die 64 "'$1' is no option: the options are --no-start, --root DIR and --remove." ;;
  esac
  shift
done
home=$below/opt/chaosservice
etc=$below/etc/chaosservice
units=$below/etc/systemd/system

manage() {
  [ -z "$below" ] || return 0
  has systemctl || die 69 "systemctl is not here: this system does not run systemd."
  as_root systemctl "$@"
}

if [ -n "$remove" ]; then
  manage disable --now "$unit" || true
  as_root rm -rf "$units/$unit" "$home"
  manage daemon-reload
  say "Removed. The configuration in $etc and the state in $below/var/lib/chaosservice are still there."
  exit 0
fi

[ -n "$below" ] || need_root
publish_chaosctl

as_root mkdir -p "$home" "$etc" "$units"
# Beside the old one and then into its place: a service that runs keeps the files that it has open.
as_root rm -rf "$home/bin.new"
as_root cp -r "$published/app" "$home/bin.new"
as_root rm -rf "$home/bin"
as_root mv "$home/bin.new" "$home/bin"
for folder in compose experiments docs; do
  as_root rm -rf "${home:?}/$folder"
  as_root cp -r "$root/$folder" "$home/$folder"
done
if ! as_root test -e "$etc/service.json"; then
  "$published/app/chaosctl" config --state /var/lib/chaosservice | as_root tee "$etc/service.json" >/dev/null
fi
if ! as_root test -e "$etc/environment"; then
  echo '# Secrets of the service, such as CHAOSSERVICE__TLS__PASSWORD=…' | as_root tee "$etc/environment" >/dev/null
  as_root chmod 600 "$etc/environment"
fi
as_root cp "$root/scripts/systemd/$unit" "$units/$unit"
if [ -n "$start" ]; then
  manage daemon-reload
  manage enable "$unit"
  manage restart "$unit"
  say "ChaosService runs: systemctl status $unit"
else
  say "Installed below ${below:-/}. Start it: systemctl daemon-reload && systemctl enable --now $unit"
fi
