# Builds what is out of date. Sourced, not run.

# No compiler server and no idle build nodes: nothing stays behind.
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
# MSBuild takes it for a property: what is restored is what the packages.lock.json files say, or nothing is.
export RestoreLockedMode=true

chaosctl_dll=$root/src/ChaosService.Host/bin/Release/net10.0/chaosctl.dll

# chaosctl with the runtime that it needs, for an image and for an installation: publish_chaosctl makes it.
published=$root/src/ChaosService.Host/bin/published

need_sdk() {
  local version
  version=$(cd "$root" && dotnet --version 2>/dev/null) ||
    die 69 "The .NET SDK 10 is needed and only these are installed: \
$(dotnet --list-sdks | cut -d' ' -f1 | tr '\n' ' ')- get it from https://dot.net."
  [ "${version%%.*}" -ge 10 ] || die 69 "The .NET SDK 10 is needed and this is $version: get it from https://dot.net."
}

# changed STAMP FOLDER...: is anything newer than the stamp? A folder holds projects, or is one. A deleted file shows in its folder's
# time; a project's own folder is left out, because building touches it.
changed() {
  local stamp=$1 folder depth
  shift
  [ -e "$stamp" ] || return 0
  [ -n "$(find "$root"/Directory.*.props "$root/global.json" "$root/.editorconfig" -newer "$stamp" -print -quit)" ] && return 0
  for folder; do
    depth=2
    ! compgen -G "$folder/*.csproj" >/dev/null || depth=1
    [ -z "$(find "$folder" -mindepth "$depth" \( -name bin -o -name obj -o -name node_modules \) -prune \
      -o -newer "$stamp" -print -quit)" ] || return 0
  done
  return 1
}

# build NAME PROJECT STAMP FOLDER...: one build at a time, whoever asks; quiet unless it fails.
build() {
  local name=$1 project=$2 stamp=$3 log
  shift 3
  has dotnet || die 69 "The .NET SDK 10 is needed and dotnet is not on the PATH: install it from https://dot.net."
  changed "$stamp" "$@" || return 0
  need_sdk
  mkdir -p "$(dirname "$stamp")"
  exec 9>"$stamp.lock"
  flock 9
  if changed "$stamp" "$@"; then
    say "Building $name." >&2
    log=$(mktemp)
    # The stamp is as old as the build's start: what changes meanwhile is built next time.
    touch "$stamp.new"
    dotnet build "$project" -c Release --nologo -v quiet >"$log" 2>&1 9>&- || fail_build "$name" "$log"
    rm -f "$log"
    mv "$stamp.new" "$stamp"
  fi
  exec 9>&-
}

fail_build() {
  if grep -q NU1301 "$2"; then
    rm -f "$2"
    die 69 "The packages of $1 cannot be restored: no package source answers."
  fi
  if grep -q NU1004 "$2"; then
    rm -f "$2"
    die 70 "The packages of $1 are not those of the packages.lock.json files: \
'dotnet restore ChaosService.sln --force-evaluate' writes them again."
  fi
  grep -E 'error|warning' "$2" | sort -u >&2 || cat "$2" >&2
  rm -f "$2"
  die 70 "$1 does not build."
}

build_chaosctl() {
  build chaosctl "$root/src/ChaosService.Host" "$root/src/ChaosService.Host/bin/Release/.built" "$root/src"
}

# publish NAME PROJECT FOLDER BUILD SOURCE...: the project with its runtime, in FOLDER/app, when a source is newer than
# FOLDER/.published. One at a time: the lock, descriptor 9, stays with the caller. What it builds lies in BUILD, apart from the ordinary
# build's files.
publish() {
  local name=$1 project=$2 folder=$3 build=$4 log
  shift 4
  mkdir -p "$folder"
  exec 9>"$folder.lock"
  flock 9
  changed "$folder/.published" "$@" || return 0
  say "Publishing $name." >&2
  log=$(mktemp)
  rm -rf "$folder/app" "$folder/.published"
  touch "$folder/.published.new"
  dotnet publish "$project" -c Release -r linux-x64 --self-contained -p:DebugType=none \
    --artifacts-path "$build" -o "$folder/app" --nologo -v quiet >"$log" 2>&1 9>&- || fail_build "$name with its runtime" "$log"
  rm -f "$log"
  mv "$folder/.published.new" "$folder/.published"
}

publish_chaosctl() {
  need_sdk
  publish chaosctl "$root/src/ChaosService.Host" "$published" "$published.build" "$root/src"
  exec 9>&-
}

build_everything() {
  build "everything" "$root/ChaosService.sln" "$root/tests/ChaosService.Tests/bin/Release/.built" "$root/src" "$root/tests"
  touch -r "$root/tests/ChaosService.Tests/bin/Release/.built" "$root/src/ChaosService.Host/bin/Release/.built"
}
