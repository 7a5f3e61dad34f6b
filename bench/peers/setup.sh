#!/usr/bin/env bash
# Installs the peers of the comparison: R's glmnet from Debian, the Python packages in build/peers/venv.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$here/../.." && pwd)"
folder="$root/build/peers"
venv="$folder/venv"
packages=(r-base-core r-cran-glmnet python3 python3-venv)

say() { printf 'setup: %s\n' "$*" >&2; }

missing_packages() {
  local present package
  # dpkg-query fails when one package is unknown; what it prints about the others still holds.
  present="$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${packages[@]}" 2>/dev/null || true)"
  for package in "${packages[@]}"; do
    grep -qxF "installed $package" <<<"$present" || printf '%s\n' "$package"
  done
}

install_packages() {
  local missing log="$folder/apt.log"
  if ! command -v dpkg-query >/dev/null; then
    say "this is not Debian: packages are not checked (${packages[*]})"
    return
  fi
  mapfile -t missing < <(missing_packages)
  ((${#missing[@]})) || return 0
  if ((EUID != 0)); then
    say "packages are missing; run this as root, then try again:"
    printf 'apt-get install --no-install-recommends %s\n' "${missing[*]}" >&2
    exit 1
  fi
  say "installing ${missing[*]}"
  if ! { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"; } \
      >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    say "apt-get failed; all it said is in build/peers/apt.log"
    exit 1
  fi
}

install_venv() {
  local log="$folder/pip.log"
  if cmp -s "$here/requirements.txt" "$venv/requirements.txt"; then
    return
  fi
  say "installing the Python packages in build/peers/venv"
  if ! { /usr/bin/python3 -m venv --clear "$venv" && "$venv/bin/pip" install -r "$here/requirements.txt"; } \
      >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    say "pip failed; all it said is in build/peers/pip.log"
    exit 1
  fi
  # Last, so that an interrupted installation is begun again.
  cp "$here/requirements.txt" "$venv/requirements.txt"
}

mkdir -p "$folder"
install_packages
install_venv
say "the peers are ready"
