# prepare.sh — what examples/run and tests/run share: install what is missing on Debian and
# Ubuntu, fetch CVODES, build.  Sourced by bash in the project's own folder.  Asks nothing; a
# second run finds everything in place and does nothing.
set -euo pipefail

BUILD_PACKAGES='gcc libc6-dev meson ninja-build pkgconf python3 liblapack-dev libjansson-dev librandom123-dev'
PLOT_PACKAGES='python3-numpy python3-matplotlib'
TEST_PACKAGES='check libcsv-dev python3-pytest clang cmake valgrind openmpi-bin libopenmpi-dev'
PYTHON=/usr/bin/python3 # that has the packages, whatever else is called python3
SUNDIALS=.sundials/usr # beside the project: headers and an archive, 1 MB to download

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$@" >&2; exit 1; }

# Runs a command whose output matters only if it fails.
quietly() {
  local log status=0
  log=$(mktemp)
  "$@" >"$log" 2>&1 || status=$?
  [ $status = 0 ] || { grep -v '^\[[0-9]*/' "$log" | tail -n 40 >&2; say "failed: $*" >&2; }
  rm -f "$log"
  return $status
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

apt() {
  as_root env DEBIAN_FRONTEND=noninteractive LC_ALL=C apt-get -y -qq -o Dpkg::Use-Pty=0 "$@" </dev/null
}

installed() {
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ] && return
  case $1 in # any provider will do
  liblapack-dev) pkg-config --exists lapack 2>/dev/null ;;
  pkgconf) command -v pkg-config >/dev/null ;;
  *) false ;;
  esac
}

# What apt would download and unpack; nothing if it does not know the packages.
sizes_of() {
  LC_ALL=C apt-get install --assume-no --no-install-recommends -o Debug::NoLocking=1 "$@" 2>/dev/null </dev/null |
    sed -n 's/^Need to get \(.*\) of archives.*/\1 to download/p
            s/^After this operation, \(.*\) of additional disk space.*/\1 on disk/p' | paste -sd, | sed 's/,/, /' || :
}

# install PURPOSE PACKAGE...
install() {
  local purpose=$1 package missing=() sizes
  shift
  command -v apt-get >/dev/null || {
    say "This is neither Debian nor Ubuntu: taking for granted what these packages hold there: $*"
    return
  }
  for package; do installed "$package" || missing+=("$package"); done
  [ ${#missing[@]} != 0 ] || return 0
  [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null || { command -v sudo >/dev/null && [ -t 0 ]; } ||
    fail "These packages are missing $purpose. Only root can install them:" \
      "  apt-get install --no-install-recommends ${missing[*]}"
  sizes=$(sizes_of "${missing[@]}")
  [ "$sizes" ] || { quietly apt update && sizes=$(sizes_of "${missing[@]}"); }
  say "Installing $purpose${sizes:+ ($sizes)}: ${missing[*]}"
  quietly apt install --no-install-recommends "${missing[@]}" ||
    { quietly apt update && quietly apt install --no-install-recommends "${missing[@]}"; } ||
    fail "These packages could not be installed: ${missing[*]}"
}

download_sundials() (
  cd .sundials &&
    quietly apt-get -q -o APT::Sandbox::User="$(id -un)" download libsundials-dev &&
    dpkg --fsys-tarfile libsundials-dev_*.deb |
    tar -x --wildcards './usr/include/*' './usr/lib/*/libsundials_c*' &&
    rm libsundials-dev_*.deb
)

# The package that holds CVODES drags in PETSc and MPI, about 1 GB, of which nothing is used.
fetch_sundials() {
  if [ -e /usr/include/cvodes/cvodes.h ] || [ -e $SUNDIALS/include/cvodes/cvodes.h ] ||
    ! command -v apt-get >/dev/null; then
    return
  fi
  say 'Fetching CVODES into .sundials: 1 MB to download and 3 MB on disk, in place of the 1 GB that' \
    'its package drags in'
  rm -rf .sundials
  mkdir .sundials
  { download_sundials || { quietly apt update && download_sundials; }; } ||
    fail 'libsundials-dev could not be downloaded'
  if grep -q '<mpi.h>' $SUNDIALS/include/sundials/sundials_types.h; then # from 7.0 on
    rm -rf .sundials
    install 'CVODES, which here cannot do without MPI' libsundials-dev
  fi
}

# build FOLDER OPTION...: sets up or brings up to date
build() {
  local folder=$1
  shift
  set -- "$@" -Db_colorout=auto
  if [ -e "$folder/meson-private" ]; then
    quietly meson setup --reconfigure "$folder" "$@" || quietly meson setup --wipe "$folder" "$@"
  else
    quietly meson setup "$folder" "$@"
  fi || fail "$folder could not be set up"
  quietly meson compile -C "$folder" || fail "$folder could not be built"
}
