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
  command -v pkg-config >/dev/null && pkg-config --exists yaml-0.1 zlib libzstd
}

need_libraries() {
  has_libraries || install_packages libyaml-dev zlib1g-dev libzstd-dev pkg-config || true
  has_libraries ||
    die "libyaml, zlib or zstd isn't installed. On Debian or Ubuntu: apt-get install libyaml-dev zlib1g-dev libzstd-dev pkg-config; with Homebrew: brew install libyaml zlib zstd pkg-config"
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
  ! grep -qs "^safetensors=" "$oracle/versions.txt" || return 0
  [ -f "$oracle/versions.txt" ] || new_environment "$oracle" "Flax"
  pip_install "$oracle" flax jax numpy ml_dtypes pyyaml einops distrax chex ml_collections jsonschema safetensors
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

# Flags of every build. Colours are off because with them a build on a terminal would share nothing
# with one whose words go to a file; without debug information a build takes an eighth less time.
build_flags=(--package-path "$root" --no-color-diagnostics -debug-info-format none)

# Says what is being built, and for how long it takes from clean, unless it is there already.
# Arguments: what, a file that the build makes, minutes.
announce() {
  if [ -e "$2" ]; then
    step "building $1, what has changed"
  else
    step "building $1: about $3 minutes on two cores"
  fi
}

# Builds the command, or another product, and sets `swiftscan` and `program_runner` to where they
# are. With all libraries inside, where they can be had, it starts a third sooner and needs nothing
# to run. What is done before a model runs is optimized for size, as Package.swift says: that is
# built in a quarter less time and starts as fast. LLVM's linker doesn't warn of `mktemp`, which
# Foundation's archive has.
build_release() {
  export SWIFTSCAN_QUICK_BUILD=1
  local build=("${build_flags[@]}" -c release) tools bin
  tools=$(dirname "$(readlink -f "$(command -v swift)")")
  [ ! -d "$tools/../lib/swift_static" ] || build+=(--static-swift-stdlib)
  [ ! -f "$tools/../lib/swift_static/linux/static-executable-args.lnk" ] ||
    build+=(-Xswiftc -static-executable)
  [ "$(uname -s)" != Linux ] || [ ! -x "$tools/ld.lld" ] || build+=(-Xswiftc -use-ld=lld)
  bin=$(swift build "${build[@]}" --show-bin-path)
  swiftscan=$bin/swiftscan
  program_runner=$bin/ProgramRunner
  announce "${1:-swiftscan}" "$swiftscan" "2½"
  swift build "${build[@]}" --product "${1:-swiftscan}" >&2
}

# Tests are built in a folder of their own, as `swift build` in other words would build all anew.
# The index, in which tests are looked for, needs no modules of the system.
tests=$root/.build-tests
test_flags=(
  "${build_flags[@]}" --scratch-path "$tests"
  -Xswiftc -index-ignore-system-modules -Xswiftc -index-ignore-clang-modules
)

# Builds the tests and the command that they run. Arguments go to `swift build`.
build_tests() {
  announce "the tests" "$tests/debug/swiftscan" 2
  swift build --build-tests "${test_flags[@]}" "$@"
}

# Passes the tests and says how many there are; of each test, only if it fails. Arguments go to
# `swift test`. All that is said is in `tests.log` of the folder.
run_tests() {
  step "testing: about 2 minutes on two cores, told in full in ${tests#"$root/"}/tests.log"
  swift test --skip-build --disable-xctest "${test_flags[@]}" "$@" 2>&1 | tee "$tests/tests.log" |
    failures
}

# Of the lines of a run, those of tests that fail, and the last; on a terminal also how many have passed.
# A message begins with a symbol, and may go on for several lines where an argument of a test does.
failures() {
  local terminal=false
  [ ! -t 1 ] || terminal=true
  LC_ALL=C awk -v terminal="$terminal" '
    function clear() { if (terminal == "true" && shown) printf "\r\033[K"; shown = 0 }
    / Test run with / { clear(); print; next }
    /^(\342\227\207|\342\234\224) / {
      isQuiet = 1
      if (terminal == "true" && / passed after / && / Test / && ++passed % 20 == 0) {
        printf "\r%d passed", passed; fflush(); shown = 1 }
      next }
    / Planning build$/ { next }
    /^[\342\357]/ || /^error|^warning|Fatal error|Exited with/ { isQuiet = 0 }
    isQuiet { next }
    { clear(); print; fflush() }'
}
