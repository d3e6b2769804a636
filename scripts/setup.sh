# Sourced by the scripts beside it: finds the project, and gets onto the machine what they need.
# shellcheck shell=bash
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

die() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

step() { printf '\n== %s\n' "$*"; }

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    return 1
  fi
}

# Installs Debian packages.
install_packages() {
  command -v apt-get >/dev/null || return 1
  step "installing $*"
  if ! as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$@" >/dev/null 2>&1; then
    as_root apt-get update -qq || return 1
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$@" >/dev/null || return 1
  fi
}

need_swift() {
  local version
  command -v swift >/dev/null ||
    die "swift isn't on the PATH. Install Swift 6.1 or newer as https://www.swift.org/install says, then run this again."
  version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
  case $version in
    [1-5].* | 6.0) die "this is Swift $version, but 6.1 or newer is needed: https://www.swift.org/install" ;;
  esac
}

has_libraries() {
  command -v pkg-config >/dev/null && pkg-config --exists yaml-0.1 zlib
}

need_libraries() {
  has_libraries || install_packages libyaml-dev zlib1g-dev pkg-config || true
  has_libraries ||
    die "libyaml or zlib isn't installed. On Debian or Ubuntu: apt-get install libyaml-dev zlib1g-dev pkg-config; with Homebrew: brew install libyaml zlib pkg-config"
}

has_venv() { python3 -c 'import venv, ensurepip' 2>/dev/null; }

need_python() {
  has_venv || install_packages python3 python3-venv || true
  has_venv || die "python3 with venv isn't installed. On Debian or Ubuntu: apt-get install python3-venv"
}

# A new virtual environment in a folder, for some packages that a message names.
new_environment() {
  need_python
  step "installing $2 in ${1##*/}"
  python3 -m venv --clear "$1"
}

pip_install() { "$1/bin/pip" install --quiet --disable-pip-version-check "${@:2}"; }

# Writes versions.txt, which says what is in an environment, and that it is whole.
note_versions() {
  "$1/bin/pip" freeze >"$1/versions"
  mv "$1/versions" "$1/versions.txt"
}

# The environment of Flax and JAX that models are compared with.
oracle=$root/.build-oracle

set_up_oracle() {
  ! grep -qs "^jsonschema=" "$oracle/versions.txt" || return 0
  [ -f "$oracle/versions.txt" ] || new_environment "$oracle" "Flax"
  pip_install "$oracle" flax jax numpy ml_dtypes pyyaml einops distrax chex ml_collections jsonschema
  note_versions "$oracle"
}

# Runs a module of this folder in an environment.
run_python() {
  PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=$root/scripts "$1/bin/python" -m "${@:2}"
}

# What building takes.
set_up() {
  need_swift
  need_libraries
}

# Builds the command, or another product, and sets `swiftscan` and `program_runner` to where they
# are. With Swift's libraries inside, where they can be had, it starts a quarter sooner and needs no
# Swift to run.
build_release() {
  local build=(--package-path "$root" -c release)
  if [ -d "$(dirname "$(readlink -f "$(command -v swift)")")/../lib/swift_static" ]; then
    build+=(--static-swift-stdlib)
  fi
  swift build "${build[@]}" --product "${1:-swiftscan}" >&2
  swiftscan=$(swift build "${build[@]}" --show-bin-path)/swiftscan
  program_runner=$(dirname "$swiftscan")/ProgramRunner
}
