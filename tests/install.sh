#!/usr/bin/env bash
# install.sh BUILD VERSION [PYTHON] — what a program elsewhere needs to use an installed impakt: it
# is found by pkg-config and by CMake, links, and runs; Python imports it; also from a tree that
# has been moved.
set -euo pipefail
build=$1 version=$2 python=${3:-python3}
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT

meson install -C "$build" --no-rebuild --quiet --destdir "$here/first"
mv "$here/first" "$here/moved"
pc=$(find "$here/moved" -name impakt.pc)
prefix=$here/moved$(sed -n 's/^prefix=//p' "$pc")
libraries=$(dirname "$(dirname "$pc")")
export LD_LIBRARY_PATH=$libraries

cat >"$here/main.c" <<'END'
#include <impakt.h>
#include <stdio.h>

int main(void)
{
  int major, minor, patch;
  impakt_version(&major, &minor, &patch);
  printf("%d.%d.%d %d\n", major, minor, patch, impakt_model_count() > 0);
  return 0;
}
END

expect() {
  [ "$2" = "$version 1" ] || { echo "$1: printed '$2', not '$version 1'"; exit 1; }
  echo "$1: $2"
}

export PKG_CONFIG_PATH=$libraries/pkgconfig
[ "$(pkg-config --modversion impakt)" = "$version" ] || { echo 'pkg-config has another version'; exit 1; }
flags=$(pkg-config --define-variable=prefix="$prefix" --cflags --libs impakt)
${CC:-cc} "$here/main.c" $flags -Wl,--no-allow-shlib-undefined -o "$here/by_pkg_config"
expect pkg-config "$("$here/by_pkg_config")"

if command -v cmake >/dev/null; then
  cat >"$here/CMakeLists.txt" <<END
cmake_minimum_required(VERSION 3.16)
project(by_cmake C)
find_package(impakt ${version%.*} REQUIRED CONFIG)
add_executable(by_cmake main.c)
target_link_libraries(by_cmake impakt::impakt)
END
  cmake -G Ninja -S "$here" -B "$here/cmake" -DCMAKE_PREFIX_PATH="$prefix" >"$here/log" 2>&1 &&
    cmake --build "$here/cmake" >>"$here/log" 2>&1 || { cat "$here/log"; exit 1; }
  expect CMake "$("$here/cmake/by_cmake")"

  # a minor version that it is not
  sed -i "s/find_package(impakt [0-9.]*/find_package(impakt 0.0/" "$here/CMakeLists.txt"
  if cmake -G Ninja -S "$here" -B "$here/other" -DCMAKE_PREFIX_PATH="$prefix" >/dev/null 2>&1; then
    echo 'CMake took it for another version'
    exit 1
  fi
fi

package=$(find "$here/moved" -type d -path '*python*/impakt')
if [ "$package" ] && "$python" -c 'import numpy' 2>/dev/null; then
  unset LD_LIBRARY_PATH
  expect Python "$(cd "$here" && PYTHONPATH=$(dirname "$package") "$python" -c '
import impakt
print(".".join(map(str, impakt.version())), int(len(impakt.list_models()) > 0))')"
fi
